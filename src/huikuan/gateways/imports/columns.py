"""The tables of the contract, column by column: our name, the headers people use for it, and how its cells are read.

The one thing to know: this literal table is the whole truth about headers; `docs/reference/input-tables.md` is
printed from it. To teach the reader a header, add a word to a row.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from huikuan.engine import codes
from huikuan.engine.codes import CodeList


@dataclass(frozen=True, slots=True)
class Column:
    """One column of an input table.

    ``headers`` are the words for it beside its name, the usual Chinese one first. A cell that cannot be read sets its
    row aside when the column ``is_required`` or ``decides`` about money; else it is emptied with a warning.
    """

    name: str
    kind: str
    headers: tuple[str, ...] = ()
    is_required: bool = False
    decides: bool = False
    codes: CodeList = field(default_factory=dict)


def _column(text: str, kind: str = "text", code_list: CodeList | None = None) -> Column:
    """Return a column from its name and other headers; ``*`` marks it required, ``!`` as deciding about money."""
    name, *headers = text.split()
    return Column(
        name=name.rstrip("*!"),
        kind=kind,
        headers=tuple(headers),
        is_required="*" in name,
        decides="!" in name,
        codes=code_list or {},
    )


_GRADES: CodeList = {grade: (f"{grade}级", grade) for grade in codes.GRADES}
_CUSTOMER = "客户编码 客户编号 客户代码 客户号 客户ID 客户 customer customer_no customer_code customer_number"
_ENTITY = _column("entity 公司主体 主体 法人主体 核算主体 公司 账套 legal_entity company_code")
_CURRENCY = _column("currency 币种 币别 货币 ccy currency_code", "currency")
_DOCUMENTS = "单据号 单据编号 发票号 关联单据 documents document_no document invoices"

TABLES: Mapping[str, Sequence[Column]] = {
    "customers": (
        _column(f"customer_id* {_CUSTOMER} 编码 编号"),
        _column("name* 客户名称 客户全称 名称 公司名称 单位名称 customer_name company_name"),
        _column("short_name 简称 客户简称 公司简称"),
        _column("tax_id 税号 纳税人识别号 统一社会信用代码 信用代码 vat_id vat_no"),
        _column("kind 客户类型 类型 类别 customer_type", "code", codes.CUSTOMER_KINDS),
        _column("payer_class 付款方类别 单位性质 付款主体", "code", codes.PAYER_CLASSES),
        _column("segment 客户分级 客户层级 分群 重要性", "code", codes.SEGMENTS),
        _column("ownership 企业性质 所有制", "code", codes.OWNERSHIPS),
        _column("industry 行业 所属行业"),
        _column("region 地区 区域 省市 省份 country country_code"),
        _column("address 地址 通讯地址 注册地址"),
        _column("lat 纬度 latitude", "number"),
        _column("lon 经度 longitude lng", "number"),
        _column("since 合作起始日 合作日期 建档日期 customer_since", "day"),
        _column("grade 信用等级 等级 信用级别 credit_grade", "code", _GRADES),
        _column("status 客户状态 状态", "code", codes.STATUSES),
        _column("credit_limit 信用额度 额度 授信额度", "amount"),
        _column("terms 付款条件 账期 帐期 信用期 payment_terms", "terms"),
        _column("policy 催收策略 策略"),
        _column("owner 业务员 销售员 负责人 客户经理 销售 salesperson sales_rep"),
        _column("collector 催收员 催收负责人"),
        _column("habitual_delayer 习惯拖延 惯性拖延 惯拖", "flag"),
        _column("late_confirmer 对账迟缓 习惯晚确认", "flag"),
        _column("grace_days 宽限天数 宽限期 宽限", "count"),
        _column("parent_id 上级客户 母公司编码 集团编码 上级编码 parent"),
    ),
    "contacts": (
        _column(f"customer_id* {_CUSTOMER}"),
        _column("name* 联系人 姓名 联系人姓名 contact contact_name"),
        _column("role 角色 联系人角色", "code", codes.CONTACT_ROLES),
        _column("title 职务 职位 称谓 job_title"),
        _column("sex 性别 gender", "code", codes.SEXES),
        _column("phone 电话 固定电话 座机 办公电话 telephone tel"),
        _column("mobile 手机 手机号 手机号码 移动电话 mobile_phone cell"),
        _column("email 邮箱 电子邮箱 邮件 电子邮件 mail"),
        _column("wecom 企业微信 微信 wechat"),
        _column("preferred_channel 首选渠道 偏好渠道 首选联系方式", "code", codes.CHANNELS),
        _column("opted_out 退订 拒绝联系 免打扰 opt_out", "channels", codes.CHANNELS),
        _column("verified_on 核实日期 验证日期 最近核实", "day"),
    ),
    "receivables": (
        _column(
            "document_no* 单据号 单据编号 发票号 发票号码 应收单号 单号 invoice_no invoice_number document invoice"
        ),
        _column(f"customer_id* {_CUSTOMER}"),
        _ENTITY,
        _column("kind! 单据类型 类型 单据类别 document_type doc_type", "code", codes.RECEIVABLE_KINDS),
        _column("issue_date* 开票日期 单据日期 发票日期 开单日期 业务日期 日期 invoice_date document_date", "day"),
        _column("due_date! 到期日 到期日期 应收日期 应付款日 付款到期日 due", "day"),
        _column("terms 付款条件 账期 帐期 信用期 payment_terms", "terms"),
        _column("amount* 金额 应收金额 发票金额 价税合计 单据金额 原币金额 invoice_amount total", "amount"),
        _column("open_amount! 未收金额 余额 未收 应收余额 未核销金额 欠款金额 balance outstanding", "amount"),
        _column("balance_date! 余额日期 截止日期 余额截止日 balance_as_of", "day"),
        _CURRENCY,
        _column("contract_no 合同号 合同编号 contract"),
        _column("order_no 订单号 订单编号 销售订单号 order sales_order"),
        _column("delivered_on 交货日期 发货日期 送货日期 签收日期 delivery_date", "day"),
        _column("accepted_on 验收日期 acceptance_date", "day"),
        _column("pod_date 回单日期 签收单日期 pod_on", "day"),
        _column("invoice_received_on 收票日期 发票签收日期 客户收票日期", "day"),
        _column("batch_on 批次日期 委案日期 batch_date", "day"),
        _column("disputed_amount! 争议金额", "amount"),
        _column("settled_on! 结清日期 核销日期 付清日期 settled_date clearing_date", "day"),
        _column("note 备注 摘要 说明 remark remarks memo"),
        # not columns of the engine's table: they name the customer where no customers table does
        _column("customer_name 客户名称 客户全称 公司名称 单位名称"),
        _column("customer_region 客户地区"),
        _column("customer_tax_id 客户税号 购方税号 购买方税号 购买方识别号 buyer_tax_id"),
    ),
    "payments": (
        _column("payment_no* 收款单号 收款编号 流水号 单据号 单据编号 交易流水号 payment receipt_no reference_no"),
        _column(f"customer_id {_CUSTOMER}"),
        _column("payer_name 付款人 付款方 付款单位 对方户名 付款方名称 客户名称 payer"),
        _ENTITY,
        _column("received_on* 收款日期 到账日期 入账日期 日期 交易日期 received_date payment_date", "day"),
        _column("recorded_on 登记日期 录入日期 recorded_date", "day"),
        _column("amount* 金额 收款金额 到账金额 实收金额 payment_amount", "amount"),
        _CURRENCY,
        _column("method! 收款方式 付款方式 结算方式 支付方式 payment_method", "code", codes.METHODS),
        _column("bill_no 票据号 票据号码 汇票号 承兑汇票号"),
        _column("bill_kind 票据类型 票据种类 汇票类型", "code", codes.BILL_KINDS),
        _column("acceptor 承兑人 承兑行 出票人"),
        _column("matures_on 票据到期日 汇票到期日 到期日 maturity maturity_date", "day"),
        _column("refused_on! 拒付日期 退票日期 拒付日", "day"),
        _column("bank_reference 银行附言 附言 摘要 用途 交易附言 银行摘要 reference bank_ref remittance"),
        _column("allocations 核销明细 核销单据 核销 分配明细 allocation", "allocations"),
    ),
    "promises": (
        _column(f"customer_id* {_CUSTOMER}"),
        _ENTITY,
        _column("made_on* 承诺日 承诺日期 登记日期 promised_on promise_date", "day"),
        _column("due_on* 承诺付款日 承诺付款日期 应付日期 到期日 promised_for pay_by", "day"),
        _column("amount* 承诺金额 金额 promised_amount", "amount"),
        _CURRENCY,
        _column(f"document_nos {_DOCUMENTS}", "documents"),
    ),
    "disputes": (
        _column("document_no* 单据号 单据编号 发票号 发票号码 invoice_no document"),
        _column("amount! 争议金额 金额 disputed_amount", "amount"),
        _column("reason 争议原因 原因", "code", codes.DISPUTE_REASONS),
        _column("opened_on* 提出日期 争议日期 登记日期 opened_date", "day"),
        _column("resolved_on 解决日期 结案日期 resolved_date closed_on", "day"),
    ),
    "activities": (
        _column(f"customer_id* {_CUSTOMER}"),
        _ENTITY,
        _column("at* 时间 日期 催收时间 催收日期 跟进时间 跟进日期 联系时间 联系日期 date time done_at", "time"),
        _column("channel* 渠道 方式 催收方式 联系方式 跟进方式", "code", codes.CHANNELS),
        _column("outcome 结果 催收结果 跟进结果 联系结果 result", "code", codes.OUTCOMES),
        _column("step 步骤 催收步骤"),
        _column("delivered 已送达 是否送达 送达", "flag"),
        _column(f"document_nos {_DOCUMENTS}", "documents"),
        _column("note 备注 内容 催收内容 沟通内容 摘要 remark summary"),
    ),
    "statements": (
        _column(f"customer_id* {_CUSTOMER}"),
        _ENTITY,
        _column("period* 期间 对账期间 月份 账期 对账月份 month", "period"),
        _column("sent_on 发送日期 对账单发送日期 发出日期 sent_date", "day"),
        _column("confirmed_on 确认日期 对账确认日期 confirmed_date", "day"),
        _column("seal 印章 盖章类型 盖章 印章类型"),
        _column("invoicing_details_on 开票资料日期 开票信息日期 提供开票资料日期", "day"),
        _column("invoiced_on 开票日期 发票日期 invoice_date", "day"),
        _column("posted_on 寄出日期 邮寄日期 寄票日期 posted_date", "day"),
        _column("courier_no 快递单号 运单号 快递号 tracking_no"),
    ),
    "hours": (
        _column(f"customer_id* {_CUSTOMER}"),
        _column("kind* 类型 类别 时段类型", "code", codes.HOUR_KINDS),
        _column("weekday! 星期 周几 day_of_week", "code", codes.WEEKDAYS),
        _column("from! 开始时间 开始 起始时间 start", "clock"),
        _column("to! 结束时间 结束 截止时间 end", "clock"),
        _column("month_day! 每月几号 每月日 几号 day_of_month", "count"),
        _column("date! 日期", "day"),
        _column("note 备注 说明 原因 remark"),
    ),
}
# How people call a table in Chinese, as a file or a sheet.
TABLE_WORDS: Mapping[str, str] = {
    "客户": "customers",
    "联系人": "contacts",
    "应收": "receivables",
    "收款": "payments",
    "承诺": "promises",
    "争议": "disputes",
    "催收记录": "activities",
    "对账": "statements",
    "联系时段": "hours",
}
# Remarks in brackets that people add to a header and that change nothing; any other bracket may (金额(万元)).
_REMARKS = r"[(\[](?:元|人民币|人民币元|cny|rmb|必填|选填|可选|required|optional)[)\]]"


def header_key(header: str) -> str:
    """Return a header without what does not matter in it: width, case, gaps, stars, harmless remarks."""
    plain = unicodedata.normalize("NFKC", header).casefold().strip().lstrip("\ufeff")
    return re.sub(r"[\s_\-*:.]+", "", re.sub(_REMARKS, "", plain))


def engine_name(column: Column) -> str:
    """Return what the engine's table calls the column: there an amount is held in minor units."""
    return f"{column.name.removesuffix('_amount')}_minor" if column.kind == "amount" else column.name


def table_columns(table: str) -> Mapping[str, Column]:
    """Return the columns of a table by name."""
    return {column.name: column for column in TABLES[table]}


def table_named(name: str) -> str | None:
    """Return the table that a file or sheet name means: `receivables`, `应收`, or one of these with `-anything`."""
    plain = unicodedata.normalize("NFKC", name).casefold().strip()
    head = plain.split("-", 1)[0].strip()
    return head if head in TABLES else TABLE_WORDS.get(head)


def known_headers(table: str) -> Mapping[str, str]:
    """Return what each header key of a table means; our own names win over words, earlier columns over later ones."""
    words: dict[str, str] = {}
    for column in TABLES[table]:
        words[header_key(column.name)] = column.name
    for column in TABLES[table]:
        for header in column.headers:
            words.setdefault(header_key(header), column.name)
    return words
