"""The code lists that import, ladder, worklist and faces share, each code with its Chinese and English words.

The one thing to know: data holds the code, people see the words. Reading accepts the code and both words, in any
case; the other words by which the field calls a code stand in ``gateways/imports/columns``.
"""

from __future__ import annotations

from collections.abc import Mapping

CodeList = Mapping[str, tuple[str, str]]  # code -> (Chinese, English)

CHANNELS: CodeList = {
    "sms": ("短信", "SMS"),
    "email": ("邮件", "e-mail"),
    "phone": ("电话", "phone"),
    "wecom": ("企业微信", "WeCom"),
    "dingtalk": ("钉钉", "DingTalk"),
    "feishu": ("飞书", "Feishu"),
    "letter": ("函件", "letter"),
    "visit": ("上门", "visit"),
    "portal": ("链接", "portal"),
    "inbound": ("来电来信", "inbound"),
    "public_notice": ("公告", "public notice"),
    "fax": ("传真", "fax"),
}
OUTCOMES: CodeList = {
    "promised": ("承诺", "promised"),
    "says_paid": ("称已付", "says paid"),
    "partly_paid": ("部分付款", "partly paid"),
    "refused": ("拒付", "refused"),
    "disputed": ("有争议", "disputed"),
    "asks_documents": ("要资料", "asks for documents"),
    "stalling": ("拖延无日期", "stalling without a date"),
    "wrong_person": ("非经办", "wrong person"),
    "not_reached": ("未接通", "not reached"),
    "call_back": ("约回电", "call back agreed"),
    "emotional": ("情绪激动", "upset"),
    "delivered": ("已送达", "delivered"),
    "bounced": ("退回", "bounced"),
    "signed": ("已签收", "signed for"),
    "refused_delivery": ("拒收", "delivery refused"),
    "confirmed": ("已确认", "confirmed"),
    "met": ("已面谈", "met"),
    "absent": ("未遇", "absent"),
}
OWNERSHIPS: CodeList = {
    "state": ("国企", "state-owned"),
    "private": ("民企", "private"),
    "foreign": ("外资", "foreign"),
    "joint": ("合资", "joint venture"),
    "government": ("机关", "government"),
    "institution": ("事业单位", "public institution"),
    "sole_trader": ("个体", "sole trader"),
    "person": ("个人", "person"),
}
STATUSES: CodeList = {
    "normal": ("正常", "normal"),
    "watch": ("关注", "watch"),
    "credit_suspended": ("暂停赊销", "credit suspended"),
    "cash_only": ("现款", "cash only"),
    "blacklisted": ("黑名单", "blacklisted"),
    "cancelled": ("取消资格", "cancelled"),
    "closed": ("注销", "closed"),
}
ROLES: CodeList = {
    "rep": ("业务员", "sales rep"),
    "sales_manager": ("销售经理", "sales manager"),
    "collector": ("催收员", "collector"),
    "field_collector": ("外访员", "field collector"),
    "clerk": ("行政辅助", "clerk"),
    "supervisor": ("主管", "supervisor"),
    "credit_supervisor": ("信用主管", "credit supervisor"),
    "manager": ("经理", "manager"),
    "credit_manager": ("信用经理", "credit manager"),
    "gm": ("总经理", "general manager"),
    "boss": ("老板", "boss"),
    "finance": ("财务", "finance"),
    "legal": ("法务", "legal"),
    "trainer": ("讲师", "trainer"),
    "admin": ("管理员", "administrator"),
}
CONTACT_ROLES: CodeList = {
    "decision_maker": ("决策人", "decision maker"),
    "acceptance": ("验收人", "acceptance"),
    "payer": ("付款责任人", "payer"),
    "handler": ("经办人", "handler"),
    "finance": ("财务", "finance"),
    "gatekeeper": ("秘书前台", "gatekeeper"),
    "boss": ("老板", "boss"),
    "other": ("其他", "other"),
}
CAUSES: CodeList = {
    "oversight": ("疏忽", "oversight"),
    "quality": ("产品不满", "dissatisfied with the goods"),
    "cash_short": ("资金紧张", "short of cash"),
    "deliberate": ("故意", "deliberate"),
    "invoice_error": ("票据有误", "invoice error"),
    "statement_difference": ("账目差异", "statement difference"),
    "approval_delay": ("内部审批", "internal approval"),
    "contract_reading": ("合同理解", "reading of the contract"),
    "own_laxity": ("我方疏于管理", "our own laxity"),
    "rebate": ("返利未兑现", "rebate not granted"),
    "return_uncredited": ("退货未冲", "return not credited"),
    "invoice_missing": ("发票未到", "invoice not received"),
    "back_to_back": ("背靠背", "back-to-back payment"),
    "budget_audit": ("等拨款审计", "waiting for budget or audit"),
    "cash_pool": ("集团资金池", "group cash pool"),
    "staff_change": ("人员变动", "staff change"),
}
DEBTOR_TYPES: CodeList = {
    "able_willing": ("能付愿付", "able and willing"),
    "unable_willing": ("愿付难付", "willing, short of means"),
    "able_unwilling": ("能付不愿", "able, unwilling so far"),
    "unable_unwilling": ("难付不愿", "short of means, unwilling so far"),
}
DISPUTE_REASONS: CodeList = {
    "quality": ("质量", "quality"),
    "quantity": ("数量", "quantity"),
    "price": ("价格", "price"),
    "delivery": ("交付", "delivery"),
    "invoice": ("发票", "invoice"),
    "duplicate": ("重复", "duplicate"),
    "not_ordered": ("未订货", "not ordered"),
    "contract": ("合同", "contract"),
    "other": ("其他", "other"),
}
# Why a statement and the customer's books differ (D-609).
DIFFERENCE_REASONS: CodeList = {
    "price": ("单价", "price"),
    "quantity": ("数量", "quantity"),
    "return": ("退货", "return"),
    "rebate": ("返利", "rebate"),
    "in_transit": ("在途", "in transit"),
    "other": ("其他", "other"),
}
DISPUTE_RESOLUTIONS: CodeList = {
    "credit_note": ("开具红字", "credit note"),
    "rejected": ("不成立", "rejected"),
    "settled": ("和解", "settled"),
}
CUSTOMER_KINDS: CodeList = {
    "company": ("企业", "company"),
    "partner": ("合作单位", "partner unit"),
    "student": ("学生", "student"),
    "individual": ("个人", "individual"),
}
PAYER_CLASSES: CodeList = {
    "government": ("机关", "government"),
    "institution": ("事业单位", "public institution"),
    "large": ("大型企业", "large enterprise"),
    "sme": ("中小企业", "small or medium enterprise"),
    "sole_trader": ("个体", "sole trader"),
    "person": ("个人", "person"),
}
SEGMENTS: CodeList = {
    "key": ("重点", "key"),
    "regular": ("普通", "regular"),
    "small": ("小客户", "small"),
}
GRADES = ("A", "B", "C", "D", "E")
SEXES: CodeList = {"male": ("男", "male"), "female": ("女", "female")}
RECEIVABLE_KINDS: CodeList = {
    "invoice": ("发票", "invoice"),
    "credit_note": ("贷项", "credit note"),
    "debit_note": ("借项", "debit note"),
    "opening": ("期初余额", "opening balance"),
    "instalment": ("分期", "instalment"),
    "retention": ("质保金", "retention"),
    "unbilled": ("暂估", "unbilled"),
}
METHODS: CodeList = {
    "transfer": ("转账", "bank transfer"),
    "acceptance_bill": ("承兑汇票", "acceptance bill"),
    "cheque": ("支票", "cheque"),
    "cash": ("现金", "cash"),
    "offset": ("抵账", "offset"),
}
BILL_KINDS: CodeList = {
    "bank": ("银承", "bank acceptance"),
    "commercial": ("商承", "commercial acceptance"),
    "finance_company": ("财务公司", "finance company acceptance"),
    "digital": ("数字债权凭证", "digital debt certificate"),
}
HOUR_KINDS: CodeList = {
    "open": ("可联系", "open"),
    "blackout": ("勿扰", "blackout"),
    "cash_in": ("进账", "cash-in"),
}
WEEKDAYS: CodeList = {
    "1": ("周一", "Monday"),
    "2": ("周二", "Tuesday"),
    "3": ("周三", "Wednesday"),
    "4": ("周四", "Thursday"),
    "5": ("周五", "Friday"),
    "6": ("周六", "Saturday"),
    "7": ("周日", "Sunday"),
}
BUCKETS: CodeList = {
    "not_due": ("未到期", "not due"),
    "1-30": ("1–30 天", "1–30 days"),
    "31-60": ("31–60 天", "31–60 days"),
    "61-90": ("61–90 天", "61–90 days"),
    "91-180": ("91–180 天", "91–180 days"),
    "181-365": ("181–365 天", "181–365 days"),
    "over-365": ("365 天以上", "over 365 days"),
    "credit": ("贷项", "credit"),
    "bills_in_hand": ("在手票据", "bills in hand"),
    "retention": ("质保金", "retention"),
    "unallocated": ("未核销收款", "unallocated"),
}
DEBT_CLASSES: CodeList = {
    "not_due": ("未收款", "not due"),
    "collecting": ("催收款", "collecting"),
    "near_doubtful": ("准呆账", "near-doubtful"),
    "doubtful": ("呆账", "doubtful"),
    "dead": ("死账", "dead"),
}
SKIP_REASONS: CodeList = {
    "disputed": ("有争议", "disputed"),
    "promised": ("已承诺", "promised"),
    "in_transit": ("款项在途", "in transit"),
    "unallocated": ("未核销收款抵减", "covered by unallocated cash"),
    "credit": ("贷项抵减", "covered by credit notes"),
    "tolerance": ("低于容差", "below tolerance"),
    "paused": ("暂缓", "paused"),
    "opted_out": ("已退订", "opted out"),
    "written_off": ("已核销坏账", "written off"),
    "not_overdue": ("未逾期", "not overdue"),
    "interval_not_passed": ("未到间隔", "interval not passed"),
    "done_today": ("今日已做", "done today"),
}
LANES: CodeList = {"hard": ("硬性", "hard"), "value": ("价值", "value")}
ACTIONS: CodeList = {
    "contact": ("联系", "contact"),
    "visit": ("上门", "visit"),
    "escalate": ("上报", "escalate"),
    "propose": ("提请审批", "propose"),
    "verify": ("核实", "verify"),
    "prepare": ("办理", "prepare"),
}
PROMISE_STATES: CodeList = {
    "open": ("未到期", "open"),
    "kept": ("已兑现", "kept"),
    "partly": ("部分兑现", "partly kept"),
    "broken": ("未兑现", "broken"),
}
# How a talk went, in three clicks.
ABILITIES: CodeList = {"able": ("有", "able"), "tight": ("一般", "tight"), "unable": ("难", "hardly")}
WILLINGNESSES: CodeList = {
    "willing": ("愿意", "willing"),
    "vague": ("含糊", "vague"),
    "unwilling": ("不愿", "unwilling"),
}
TONES: CodeList = {"calm": ("平和", "calm"), "tense": ("急", "tense")}
FOLLOW_UP_KINDS: CodeList = {
    "call_back": ("回电", "call back"),
    "send_papers": ("补发资料", "send the papers"),
    "mend_contact": ("更新联系人", "mend the contact map"),
}
