"""The words of imports."""

from django.utils.translation import gettext_lazy as _

from menkou.importing.errors import NotImported
from menkou.importing.lists import LISTS
from menkou.importing.models import Import, Row
from menkou.importing.reading.files import BadFile

State = Import.State
STATES = {
    State.CHECKING: _("正在检查"), State.REFUSED: _("没有收"), State.CHECKED: _("等写入"),
    State.WRITING: _("正在写入"), State.STOPPED: _("停下了"), State.DONE: _("写好了"),
    State.TAKING_BACK: _("正在撤回"), State.TAKEN_BACK: _("撤回了"), State.DROPPED: _("没有要"),
}  # fmt: skip
KINDS = {
    State.CHECKING: "wait", State.REFUSED: "clay", State.CHECKED: "wait", State.WRITING: "wait",
    State.STOPPED: "clay", State.DONE: "good", State.TAKING_BACK: "wait",
    State.TAKEN_BACK: "calm", State.DROPPED: "calm",
}  # fmt: skip
STEPS = (_("选文件"), _("检查"), _("看哪里不对"), _("写入"))
AT_STEP = {
    State.CHECKING: 2, State.CHECKED: 3, State.WRITING: 4, State.STOPPED: 4, State.DONE: 5,
}  # fmt: skip
TABS = {
    Row.Kind.WRONG: _("有错的"), Row.Kind.QUESTION: _("要问的"), Row.Kind.CHANGED: _("有变的"),
    Row.Kind.MOVED: _("搬家的"), Row.Kind.DOUBT: _("请看一眼的"),
}  # fmt: skip
ANSWERS = {
    Row.Answer.SAME: _("是同一个人"), Row.Answer.OTHER: _("不是同一个人"),
    Row.Answer.SKIP: _("这一行先不写"),
}  # fmt: skip


WROTE = {
    "places": "places", "organizations": "organizations", "workshops": "places",
    "people": "people", "skills": "people", "accounts": "people", "products": "products",
    "orders": "orders",
}
"""List -> the name of the page that shows what it wrote."""

NOUNS = {"people": "person", "skills": "person", "accounts": "person",
         "organizations": "organization", "products": "product", "orders": "order"}
"""List -> the noun that a row's subject is, for its address."""


def title(imported: Import) -> str:
    """What kind of list it is."""
    return str(LISTS[imported.list].title)


def refusal(imported: Import) -> str:
    """Why a list was not taken."""
    words = BadFile.SENTENCES | NotImported.SENTENCES
    return str(words[imported.refusal]) % imported.refused_with
