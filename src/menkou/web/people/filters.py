"""What may be asked of the list of people, and of the lists to call and to visit."""

from typing import Any

from django.db.models import QuerySet
from django.utils.functional import keep_lazy_text
from django.utils.translation import gettext_lazy as _

from menkou.policy.groups import GROUPS, TRAITS
from menkou.policy.skills import SKILLS
from menkou.registry.models import Person
from menkou.registry.queries import people, reach, selecting
from menkou.web.parts.fields import choices
from menkou.web.parts.lists import Filters, OneOf
from menkou.web.people import words as said
from menkou.work.queries.person import earning

LACKS = [("bank", _("缺银行卡")), ("phone", _("缺电话")), ("id", _("缺身份证号"))]
COLUMNS = {"bank": "bank", "phone": "phone", "id": "id_number"}
WISHES = [("yes", _("想做活")), ("home", _("想在家做")), ("workshop", _("想在楼下车间做")),
          ("near", _("想在县城里做")), ("away", _("想外出务工")), ("no", _("说了不想做"))]
CHILDREN = [("3", _("家里有不满 3 岁的")), ("6", _("家里有不满 6 岁的")),
            ("14", _("家里有不满 14 岁的"))]  # fmt: skip


@keep_lazy_text
def _at_least(words: Any, n: int) -> str:
    return str(words % {"n": n})


HOURS = [(str(n), _at_least(_("每周至少 %(n)s 小时"), n)) for n in (10, 20, 30, 40)]


class PeopleFilters(Filters):
    engaged = OneOf(
        label=_("现在"), choices=[("yes", _("在做活")), ("no", _("没有活"))], method="by_work"
    )
    lacks = OneOf(label=_("资料"), choices=LACKS, method="by_lack")
    community = OneOf(label=_("社区"), method="in_community")
    workshop = OneOf(label=_("车间"), method="at_workshop")
    group = OneOf(label=_("归类"), field_name="group")
    trait = OneOf(label=_("情况"), method="by_trait")
    sex = OneOf(label=_("性别"), choices=choices(Person.Sex))
    child = OneOf(label=_("孩子"), choices=CHILDREN, method="by_child")
    skill = OneOf(label=_("会做"), method="by_skill")
    wish = OneOf(label=_("想做活"), choices=WISHES, method="by_wish")
    kind = OneOf(label=_("想做哪种活"), method="by_kind")
    hours = OneOf(label=_("能做多久"), choices=HOURS, method="by_hours")
    month = OneOf(
        label=_("这个月"), choices=[("no", _("还没挣工钱")), ("yes", _("挣了工钱"))],
        method="by_month",
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        skills = [(code, said.skill(code)) for code in SKILLS]
        offered = {
            **reach.to_filter_by(self.request.scope, self.request.day),
            "group": [(code, said.group(code)) for code in GROUPS],
            "trait": [(code, said.trait(code)) for code in TRAITS],
            "skill": skills, "kind": skills,
        }
        for name in offered.keys() & self.filters.keys():
            self.filters[name].extra["choices"] = offered[name]

    def search(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return people.search(rows, value, self.request.day)

    def by_work(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return people.engaged(rows, self.request.day, yes=value == "yes")

    def by_lack(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(**{f"{COLUMNS[value]}__isnull": True})

    def in_community(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return people.living_in(rows, int(value), self.request.day)

    def at_workshop(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return people.working_at(rows, int(value), self.request.day)

    def by_trait(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return selecting.having(rows, value, self.request.day)

    def by_child(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return selecting.with_child(rows, int(value), self.request.day)

    def by_skill(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return selecting.skilled(rows, value, self.request.day)

    def by_wish(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        place = "" if value in ("yes", "no") else value
        return selecting.wishing(rows, self.request.day, wants=value != "no", place=place)

    def by_kind(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return selecting.wishing(rows, self.request.day, kind=value)

    def by_hours(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return selecting.wishing(rows, self.request.day, hours=int(value))

    def by_month(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return earning(rows, self.request.day, yes=value == "yes")


class PlainFilters(PeopleFilters):
    """For those who may not see groups: an employer need not know who is disabled or poor."""

    group = None  # type: ignore[assignment]
    trait = None  # type: ignore[assignment]
    child = None  # type: ignore[assignment]
