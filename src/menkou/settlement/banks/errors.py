"""Why a bank's file can't be written or its answer can't be read, in sentences."""

from django.utils.translation import gettext_lazy as _

from menkou.lib.errors import Refused


class BadPayFile(Refused):
    """Payments that can't stand in a bank's file; `reference` names the row."""

    SENTENCES = {
        "empty": _("这一批没有要付的人，不用做文件"),
        "number": _("批次号“%(number)s”银行文件装不下，只能用字母、数字和 -，最多 35 位"),
        "reference": _("编号“%(reference)s”银行文件装不下，只能用字母、数字和 -，最多 35 位"),
        "twice": _("编号“%(reference)s”出现了两次，一笔只能付一次"),
        "account": _("%(reference)s 的账号不对：只能是 4 到 34 位数字或字母，请对着存折或卡重填"),
        "payer_account": _("付款单位的账号不对：只能是 4 到 34 位数字或字母"),
        "payer": _("付款单位没有名称，请先补上"),
        "name": _("%(reference)s 没有户名，请先补上"),
        "amount": _("%(reference)s 的金额要大于零"),
        "fen": _("%(reference)s 的金额不是整分，先结算到分再付"),
        "large": _("%(reference)s 的金额太大，银行文件装不下"),
        "letter": _("%(reference)s 里有银行文件写不了的字符，请重新输入这一项"),
        "delimiter": _("%(reference)s 里有这家银行用来分栏的“%(delimiter)s”，请去掉"),
        "formula": _("%(reference)s 里有一项以“%(sign)s”开头，表格软件会当成公式，请改掉"),
        "long": _("%(reference)s 里有一项超过 %(most)s 个字，银行不收，请缩短"),
    }


class BadAnswer(Refused):
    """A file that can't be read as the bank's answer; nothing of it was taken."""

    SENTENCES = {
        "empty": _("文件是空的，请重新从网银下载"),
        "heavy": _("文件超过 %(most)s MB，银行回单没有这么大，请看看是不是选错了文件"),
        "large": _("表里超过 %(rows)s 行或 %(columns)s 列，请分成几份再上传"),
        "bomb": _("文件压缩得不正常，展开后太大，不能打开"),
        "encrypted": _("文件加了密码，请在 Excel 或 WPS 里去掉密码、另存后再上传"),
        "macro": _("文件里有宏，请另存为普通的 xlsx 再上传"),
        "not_a_table": _("这不是 Excel、CSV 或 TXT 表格，请上传从网银下载的回单"),
        "not_text": _("文件里的字认不出来，请另存为 xlsx 再上传"),
        "not_a_report": _("这不是 pain.002 回单，请上传从网银下载的 XML 文件"),
        "group_only": _("这份回单只说了整批的结果（%(status)s），没有逐笔结果，请下载明细"),
        "no_header": _("没有找到表头。找过这些栏名：%(heads)s。请看看是不是这家银行的回单"),
        "sheets": _("有 %(count)s 张工作表都像回单，请分开存成几个文件，一个一个上传"),
        "no_rows": _("表头下面没有一行明细，请看看是不是下载全了"),
    }
