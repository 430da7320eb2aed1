"""How accounting programs head the columns of a running ledger (明细账), and what they write into its lines.

The one thing to know: these are header keys (`columns.header_key`); to teach the reader a word, add it to a row.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from huikuan.gateways.imports.columns import header_key

# Our word for the role of a column: the headers for it, those of the house currency first.
ROLES: Mapping[str, tuple[str, ...]] = {
    role: tuple(header_key(word) for word in words.split())
    for role, words in {
        "debit": "借方 借方金额 借方发生额 借方本币 本期借方 借方本位币 本期应收 debit debit_amount",
        "credit": "贷方 贷方金额 贷方发生额 贷方本币 本期贷方 贷方本位币 本期收回 credit credit_amount",
        "balance": "余额 余额金额 期末余额 余额本币 本币余额 balance",
        "direction": "方向 借或贷 余额方向 借贷方向 借贷 direction",
        "voucher": "凭证号 凭证字号 凭证编号 凭证号数 凭证 voucher voucher_no",
        "day": "日期 业务日期 单据日期 凭证日期 记账日期 制单日期 date",
        "text": "摘要 说明 备注 description memo",
        "number": "单据号 单据编号 发票号 发票号码 invoice_no document_no",
        "customer_id": "客户编码 客户编号 客户代码 往来单位编码 往来单位代码 customer_id",
        "customer_name": "客户名称 客户 往来单位 往来单位名称 单位名称 customer_name customer",
    }.items()
}
# Words that stand in the headers of a running ledger and in no table of ours.
RUNNING_WORDS = frozenset(key for role in ("debit", "credit", "direction", "voucher") for key in ROLES[role])
# 月 and 日 below the year, as in printed ledgers: 2026年月, 2026年日.
MONTH, DAY = re.compile(r"(\d{4})年?月"), re.compile(r"\d{4}年?日")
# What the cell of a line says without its gaps.
OPENING = r"^(?:期初余额|期初|年初余额|上年结转|上期结转|openingbalance)$"
SUBTOTAL = (
    r"^(?:小计|合计|总计|累计|(?:本[日月季年期]|当月|当期)(?:合计|小计|累计)"
    r"|过次页|承前页|转下页|期末余额|subtotal|total)$"
)
# A line above the headers that names the customer of the whole sheet: 客户：C1 甲公司.
CUSTOMER_LINE = re.compile(r"(?:^|\t)\s*(?:客户名称|客户|往来单位|往来户|单位名称|Customer)\s*[:：]\s*([^\t]+)")
NUMBERED = re.compile(r"[\[(（【]?([A-Za-z0-9][\w.-]*)[\])）】\s]\s*(\S.*)", re.ASCII)
