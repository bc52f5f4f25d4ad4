"""A fact of the tray in words: what it says, why it waits, what can be done."""

import json
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from menkou.facts.actions.tray import REASONS, TAKEN_UP
from menkou.facts.models import Fact, Tray
from menkou.facts.queries import half_days
from menkou.ledger.models import Commodity
from menkou.lib import exact
from menkou.web.parts import fact_words, words
from menkou.work.actions import fees, rent
from menkou.work.actions.record import HELD_AT, WHY
from menkou.work.models import FeeStatement

PIECES = (
    *fact_words.PIECES.items(), ("pieces", gettext_lazy("件数")),
    ("accepted", gettext_lazy("收下")), ("refused", gettext_lazy("不收")),
)

ADVICE = {
    "no_ticket": gettext_lazy("对着票看号码。抄错了，就放在一边，再按对的号记一次。"),
    "future": gettext_lazy("到了那天，下次记这张票时会自己记上。日子写错了，就放在一边，重记。"),
    "before_ticket": gettext_lazy("看看票是哪天开的。日子写错了，就放在一边，按对的日子重记。"),
    "no_right": gettext_lazy("问清楚是谁记的、属不属实。属实，由有权限的人重记；这一条放在一边。"),
    "no_target": gettext_lazy("等那一条从手机上传来，会自己接上。等不来，就放在一边。"),
    "other_ticket": gettext_lazy("撤销原来那一条，再按对的重记。"),
    "no_uninspected": gettext_lazy("先把那次收货记上，或者看看验了几件。记上以后会自己接上。"),
    "no_at_rework": gettext_lazy("先把返工记上，或者看看交回了几件。记上以后会自己接上。"),
    "no_surplus": gettext_lazy("看看那次收货多出几件，再定去处。"),
    "no_engagement": gettext_lazy("到人员里登记她和这家单位的用工关系，再记一次这张票。"),
    "no_order": gettext_lazy("对着送货单看订单号。写错了，就放在一边，再记一次。"),
    "no_person": gettext_lazy("先登记这个人。"),
    "no_operator": gettext_lazy("先登记车间的入驻。登记以后会自己再试。"),
    "half_taken": gettext_lazy(
        "问清楚这半天在哪里。那一处记错了，到考勤表上撤掉，这一条会自己记上；这里记错了，就放在一边。"
    ),
    TAKEN_UP: gettext_lazy("下次记这张票时会再试一次。"),
}

QUESTIONS = {
    "engagement_ended": gettext_lazy(
        "那天她和付工钱的单位已经没有用工关系，按最后的那份记的。请看看是不是漏记了。"
    ),
}
"""What was booked and should be asked about."""


WHY_BACK = {
    "fee_back": fees.TAKEN_BACK, "rent_back": rent.TAKEN_BACK, "rent_relief": rent.RELIEFS,
}
"""Kind of a fact about money -> the words of its reasons."""


def why(row: Tray) -> str:
    """Why a row waits, or why it was laid aside."""
    if row.state == Tray.State.ASIDE:
        return str(REASONS.get(row.aside_why, row.aside_why))
    if row.why == TAKEN_UP:
        return _("重新拿起来了，还没有再试")
    return str(WHY.get(row.why, row.why))


def why_in_full(row: Tray) -> str:
    """Why a row waits, with the name of the place that holds its half-day; one more query."""
    if row.why != "half_taken" or row.person is None:
        return why(row)
    said = json.loads(row.fact.content)
    key = (row.person, row.fact.day, said["half"])
    place = half_days.places({key}).get(key)
    return str(HELD_AT) % {"place": place} if place else why(row)


def question(row: Tray) -> str:
    """What should be asked about a fact that was booked; empty where nothing should."""
    return str(QUESTIONS.get(row.question, _("有一处要问清楚。"))) if row.question else ""


def advice(row: Tray) -> str:
    return str(ADVICE.get(row.why, ""))


def summary(fact: Fact) -> str:
    """One line: "收货 6 件，工票 118041", "付加工费 50.00 元"."""
    content = json.loads(fact.content)
    said = fact_words.kind(fact.kind)
    total = sum(content.get(name, 0) for name, _label in PIECES)
    if total:
        said = f"{said} {_pieces(total)}"
    elif "amount" in content:
        said = _("%(what)s %(sum)s 元") % {"what": said, "sum": words.yuan(content["amount"])}
    if "half" in content:
        came = fact_words.attended(content["minutes"], content.get("leave"))
        said = f"{fact_words.HALVES[content['half']]} {came}"
    if "ticket" in content:
        said = _("%(what)s，工票 %(ticket)s") % {"what": said, "ticket": content["ticket"]}
    return said


def _pieces(n: int) -> str:
    return ngettext("%(n)s 件", "%(n)s 件", n) % {"n": words.number(n)}


def details(fact: Fact) -> list[tuple[str, str]]:
    """What the fact says, pair by pair; names of persons and places come from the row."""
    content: dict[str, Any] = json.loads(fact.content)
    pairs: list[tuple[str, str]] = []
    if "ticket" in content:
        pairs.append((_("工票"), str(content["ticket"])))
    pairs += [
        (str(label), _pieces(content[name]))
        for name, label in PIECES
        if content.get(name)
    ]
    if "half" in content:
        came = fact_words.attended(content["minutes"], content.get("leave"))
        pairs.append((str(fact_words.HALVES[content["half"]]), came))
    if "amount" in content:
        pairs.append((_("多少钱"), _("%(sum)s 元") % {"sum": words.yuan(content["amount"])}))
    if "statement" in content:
        pairs.append((_("对账单"), FeeStatement(pk=content["statement"]).number))
    if fact.kind in WHY_BACK:
        why = WHY_BACK[fact.kind].get(content["reason"], content["reason"])
        pairs.append((_("为什么"), str(why)))
    lines = content.get("lines", [])
    materials = Commodity.objects.in_bulk([line["commodity"] for line in lines])
    for line in lines:
        commodity = materials.get(line["commodity"])
        if commodity is None:
            pairs.append((_("料"), _("不认得的料")))
            continue
        amount = exact.show(line["quantity"], commodity.factor)
        pairs.append((_(commodity.name), f"{amount} {_(commodity.unit)}"))
    return pairs
