"""What of a person is said in words: doors, groups, traits."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from menkou.lib.exact import FACTOR_YUAN, yuan
from menkou.policy.flags import FLAGS
from menkou.policy.groups import TRAITS
from menkou.policy.rules import NoRuleYet, Rules
from menkou.policy.skills import SKILLS
from menkou.policy.tax import CLASSES, hints
from menkou.registry.models import Consent, Engagement, Membership, Person, Wish
from menkou.registry.models.dated import Stated
from menkou.web.parts import words

NUMBERS = {
    "id": gettext_lazy("证件号"), "phone": gettext_lazy("电话"), "bank": gettext_lazy("银行卡"),
}
"""The numbers that may be shown in full."""

FORMS = {value: gettext_lazy(str(label)) for value, label in Engagement.Form.choices}
RELATIONS = {value: gettext_lazy(str(label)) for value, label in Membership.Relation.choices}

SAMPLE = 1200 * FACTOR_YUAN
"""A month's pay by which the tax classes are compared."""

HOLDERS = {value: gettext_lazy(str(label)) for value, label in Person.Holder.choices}
SOURCES = {value: gettext_lazy(str(label)) for value, label in Stated.Source.choices}
PLACES = {value: gettext_lazy(str(label)) for value, label in Wish.Place.choices}
PURPOSES = {value: gettext_lazy(str(label)) for value, label in Consent.Purpose.choices}


def door(building: str, unit: str, room: str) -> str:
    """ "3 栋 2 单元 501"; what isn't known is left out."""
    parts = [
        _("%(n)s 栋") % {"n": building} if building else "",
        _("%(n)s 单元") % {"n": unit} if unit else "",
        room,
    ]
    return " ".join(part for part in parts if part)


def group(code: str) -> str:
    return words.group(code)


def trait(code: str) -> str:
    return words.screen_word(TRAITS.get(code), code)


def skill(code: str) -> str:
    return words.screen_word(SKILLS.get(code), code)


def wish(hours: int | None, place: str, kinds: str) -> str:
    """ "每周 20 小时 · 在家做 · 缝纫、藤编": what somebody wishes for, as far as it was said."""
    said = _("、").join(skill(code) for code in kinds.split())
    parts = [
        _("每周 %(n)d 小时") % {"n": hours} if hours else "", str(PLACES.get(place, place)), said,
    ]
    return " · ".join(part for part in parts if part)


def tax_classes() -> list[tuple[str, str]]:
    """The tax classes of an engagement, to be picked from."""
    return [(code, zh if words.chinese() else en) for code, (zh, en) in CLASSES.items()]


def tax_hint(rules: Rules) -> str:
    """What each class comes to for a month's pay as it is usual here, side by side."""
    try:
        found = hints(SAMPLE, rules)
    except NoRuleYet:
        return ""
    return _("同样一个月 %(pay)s 元：按工资薪金扣 %(wages)s 元，按劳务报酬扣 %(labour)s 元") % {
        "pay": yuan(SAMPLE), "wages": yuan(found["wages"]), "labour": yuan(found["labour"]),
    }


def flags(codes: Iterable[str]) -> list[str]:
    """Red flags in words, each with its source."""
    return [
        f"{FLAGS[code].zh if words.chinese() else FLAGS[code].en} ({FLAGS[code].source})"
        for code in codes
    ]


def sex(code: str) -> str:
    return _("女") if code == "f" else _("男")
