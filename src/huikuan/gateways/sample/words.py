"""The words the sample company's customers are named with: all invented or reserved for examples.

Places are real so that visits can be planned by distance; brands are two syllables that mean nothing together;
telephone numbers have an exchange of zeros or 555, tax numbers the region code 000000, mail addresses ``.example``.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple


class Place(NamedTuple):
    """A city with its telephone prefix and rough position."""

    name: str
    telephone: str
    lat: float
    lon: float


PLACES = (
    Place("苏州", "0512", 31.30, 120.58),
    Place("无锡", "0510", 31.49, 120.31),
    Place("常州", "0519", 31.81, 119.97),
    Place("宁波", "0574", 29.87, 121.55),
    Place("杭州", "0571", 30.27, 120.16),
    Place("温州", "0577", 27.99, 120.70),
    Place("上海", "021", 31.23, 121.47),
    Place("南京", "025", 32.06, 118.80),
    Place("合肥", "0551", 31.82, 117.23),
    Place("青岛", "0532", 36.07, 120.38),
    Place("济南", "0531", 36.65, 117.12),
    Place("天津", "022", 39.08, 117.20),
    Place("沈阳", "024", 41.81, 123.43),
    Place("大连", "0411", 38.91, 121.61),
    Place("武汉", "027", 30.59, 114.31),
    Place("长沙", "0731", 28.23, 112.94),
    Place("郑州", "0371", 34.75, 113.63),
    Place("西安", "029", 34.34, 108.94),
    Place("成都", "028", 30.57, 104.07),
    Place("重庆", "023", 29.56, 106.55),
    Place("东莞", "0769", 23.02, 113.75),
    Place("佛山", "0757", 23.02, 113.12),
    Place("深圳", "0755", 22.54, 114.06),
    Place("厦门", "0592", 24.48, 118.09),
)
INVENTED_CITIES = ("澜州", "云川", "临汀", "望川", "安岫", "清渚", "北珩", "南岵")
PUBLIC_BODIES = ("市水务管理处", "市职业技术学校", "市公共设施中心", "市轨道建设指挥部", "市粮食储备库", "区市政养护所")

SYLLABLES = (
    ("恒", "heng"), ("瑞", "rui"), ("沐", "mu"), ("晟", "sheng"), ("岚", "lan"), ("钧", "jun"), ("澄", "cheng"),
    ("桓", "huan"), ("屹", "yi"), ("诺", "nuo"), ("朔", "shuo"), ("璟", "jing"), ("骏", "jun"), ("泓", "hong"),
    ("榕", "rong"), ("禾", "he"), ("砚", "yan"), ("翎", "ling"), ("硕", "shuo"), ("祺", "qi"), ("棠", "tang"),
    ("旻", "min"), ("帆", "fan"), ("霖", "lin"), ("铎", "duo"), ("衡", "heng"), ("穗", "sui"), ("徽", "hui"),
    ("湛", "zhan"), ("阔", "kuo"), ("弘", "hong"), ("谷", "gu"), ("枫", "feng"), ("坤", "kun"), ("睿", "rui"),
    ("彤", "tong"), ("垚", "yao"), ("芮", "rui"), ("越", "yue"), ("漫", "man"),
)  # fmt: skip
TRADES = (
    ("精密机械", "machinery"), ("自动化设备", "automation"), ("包装材料", "packaging"), ("电子科技", "electronics"),
    ("五金制品", "hardware"), ("汽车零部件", "automotive"), ("医疗器材", "medical"), ("新材料", "materials"),
    ("塑胶制品", "plastics"), ("环保工程", "environment"), ("食品机械", "food"), ("纺织", "textile"),
    ("建筑材料", "building"), ("物流设备", "logistics"), ("电气", "electrical"), ("泵阀", "pumps"),
    ("家居用品", "household"), ("仪器仪表", "instruments"), ("轴承", "bearings"), ("能源装备", "energy"),
)  # fmt: skip
ROADS = ("云帆路", "青禾路", "望江大道", "创源路", "锦程街", "工业三路", "听松路", "映山街", "和谷路", "长桥南路")

FOREIGN_BRANDS = ("Northmere", "Halvora", "Brixdale", "Ostrava Bay", "Calderon", "Tamarind", "Kestrelway", "Lumholt")
FOREIGN_TRADES = ("Bearings", "Automation", "Pump Works", "Packaging", "Instruments", "Tooling")


class Abroad(NamedTuple):
    """A foreign market: how its companies end their names, and what they pay in."""

    region: str
    form: str
    currency: str
    telephone: str


MARKETS = (
    Abroad("United States", "Inc.", "USD", "+1-555-01"),
    Abroad("Singapore", "Pte. Ltd.", "USD", "+65-5550-"),
    Abroad("Germany", "GmbH", "EUR", "+49-555-"),
    Abroad("Italy", "S.r.l.", "EUR", "+39-555-"),
    Abroad("Japan", "K.K.", "JPY", "+81-555-"),
    Abroad("Kuwait", "W.L.L.", "KWD", "+965-555-"),
)
# Minor units of a currency that are worth about one fen: what an amount drawn in fen is divided by, then rounded.
FEN_PER_MINOR = {"CNY": 1.0, "USD": 7.1, "EUR": 7.9, "JPY": 4.8, "KWD": 2.3}
DECIMALS = {"CNY": 2, "USD": 2, "EUR": 2, "JPY": 0, "KWD": 3}

SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕施张孔曹严金魏陶姜"
MEN = ("建国", "志强", "伟明", "立新", "海涛", "文斌", "国栋", "俊杰", "学军", "少华", "永康", "思远")
WOMEN = ("丽华", "晓燕", "雅芳", "静怡", "秀兰", "雪梅", "佳慧", "海霞", "文静", "玉珍", "思琪", "若兰")
# role, title for the salutation
CONTACT_ROLES = (
    ("finance", "会计"), ("payer", "财务经理"), ("handler", "采购专员"), ("decision_maker", "采购总监"),
    ("boss", "总经理"), ("acceptance", "质检主管"), ("gatekeeper", "前台"),
)  # fmt: skip

REPS = ("陈立新", "周海霞", "何志强", "吴思远", "孙雅芳")
COLLECTORS = ("林静怡", "许文斌", "曹佳慧")

# New Year's day by the lunar calendar: money rests from a week before it to ten days after.
SPRING_FESTIVALS = (
    date(2023, 1, 22), date(2024, 2, 10), date(2025, 1, 29), date(2026, 2, 17), date(2027, 2, 6), date(2028, 1, 26),
)  # fmt: skip
# How much is invoiced in each month of the year, January first.
SEASON = (0.95, 0.55, 1.05, 1.0, 1.0, 1.0, 0.95, 0.95, 1.1, 0.9, 1.1, 1.3)

# What a collector noted, by outcome; short, factual and respectful.
NOTES = {
    "promised": ("财务确认排入下次付款", "已答应付款日期，邮件补确认", "付款申请已提交，按约定日安排"),
    "stalling": ("对方表示再看看，未给日期", "称资金安排中，请其给出时间", "内部审批未走完，约后日再问"),
    "not_reached": ("电话无人接听", "关机，改发邮件", "转分机未接通"),
    "call_back": ("开会中，约下午回电", "经办人出差，周内回电"),
    "asks_documents": ("要求补发对账单", "要求重开发票抬头页", "需签收单复印件"),
    "delivered": ("邮件已送达，附欠款明细", "已发送付款提醒与明细", "对账明细已发"),
    "says_paid": ("称已转账，请提供回单核对", "称款已汇出，待查银行"),
    "partly_paid": ("已付一部分，余款请给日期",),
    "met": ("上门拜访，财务当面核对明细", "现场对账一致，请安排付款"),
    "absent": ("上门未遇经办人，留名片",),
    "refused": ("暂不同意付款，说明原因",),
    "disputed": ("对部分单据有异议，转业务核实",),
    "wrong_person": ("接听人不负责付款，请转财务",),
    "emotional": ("对方情绪激动，先安抚，另约时间",),
    "signed": ("函件已签收",),
}
