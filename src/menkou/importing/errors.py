"""What an office is told of a list that is not taken."""

from django.utils.translation import gettext_lazy as _

from menkou.lib.errors import Refused


class NotImported(Refused):
    """Something that can't be done with a list now; nothing of it was written."""

    SENTENCES = {
        "state": _("这份名单现在不能这样办，请刷新看看它到哪一步了"),
        "nothing": _("没有可以写入的行"),
        "later": _("名单的日期还没到，请再看一遍"),
        "gone": _("文件已经不在了，请重新传一次"),
        "doubles": _("%(count)s 行像是登记过的人，或者在名单里写了两遍，超过了 %(percent)s%%。"
                     "多半拿错了文件，整份没有要"),
        "hangs": _("写入以后已经有了%(what)s，不能整份撤回"),
    }
