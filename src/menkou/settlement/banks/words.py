"""The words of our codes: why a bank refused, and what could not be read in its answer."""

from django.utils.translation import gettext_lazy as _

REASON_WORDS: dict[str, object] = {
    "name_mismatch": _("户名不符"),
    "closed": _("已销户"),
    "frozen": _("账户冻结"),
    "inactive": _("账户未激活"),
    "no_account": _("账号不存在"),
    "limit": _("超过限额"),
    "other": _("其他原因"),
}

PROBLEM_WORDS: dict[str, object] = {
    "account_unreadable": _("账号被 Excel 改坏了，末几位已经没有了"),
    "amount_unreadable": _("金额认不出来"),
    "result_contradicts": _("结果写成功，原因却是失败的"),
    "result_empty": _("没有写结果"),
    "result_pending": _("银行还在处理"),
    "result_unreadable": _("结果认不出来"),
    "row_unnamed": _("既没有编号，也没有账号"),
}
