"""What is typed about a person: who she is, and what holds from a day."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from menkou.lib import entries
from menkou.policy.groups import TRAITS
from menkou.registry.actions.accounts import NOTHING, Account
from menkou.registry.actions.consents import GUARDIANS
from menkou.registry.actions.numbers import REASONS
from menkou.registry.actions.people import Change
from menkou.registry.actions.register import Home, NewPerson
from menkou.registry.models import Engagement, Household, Membership, Person
from menkou.registry.queries.person import household_numbered
from menkou.web.parts.fields import (
    AMOUNT_WORDS,
    AmountField,
    CardField,
    DayField,
    OneOfField,
    PhoneField,
    PickField,
    ResidentIdField,
    TextField,
    choices,
)
from menkou.web.parts.forms import Form
from menkou.web.parts.record_keys import is_key
from menkou.web.people import words as said

SEXES = choices(Person.Sex)
NOTE = forms.Textarea(attrs={"rows": 2})
END = "end"
MOST_MINUTES = 366 * 24 * 60
HOLDERS = choices(Person.Holder)


class DoorField(TextField):
    """A part of a door as people write it: "3栋" is kept as 3."""

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, max_length=10, **options)
        self.widget.attrs["autocomplete"] = "off"

    def clean(self, value: Any) -> str:
        return entries.door(super().clean(value))


class BirthField(DayField):
    """A day of birth; nobody was born before 1900: it is a slip of the keys."""

    def clean(self, value: Any) -> Any:
        day = super().clean(value)
        if day and day.year < entries.EARLIEST_BIRTH:
            raise ValidationError(_("出生日期太早了，请再看一遍"))
        return day


def source_field() -> OneOfField:
    """Who says so, for every form about what holds from a day."""
    offered = [(code, words) for code, words in said.SOURCES.items() if code != "list"]
    return OneOfField(label=_("凭什么记的"), choices=[("", _("没有说")), *offered], required=False)


class PersonForm(Form):
    """A new person and her home; everything else has a form of its own."""

    constraint_fields = {"person_id_once": "id_number"}

    name = TextField(label=_("姓名"), max_length=60)
    id_number = ResidentIdField(
        label=_("身份证号"), required=False,
        help_text=_("加密保存。填了它，性别和出生日期就不用填"),
    )
    sex = OneOfField(label=_("性别"), choices=SEXES, open=True, required=False)
    born_on = BirthField(label=_("出生日期"), required=False)
    phone = PhoneField(label=_("电话"), required=False)
    bank = CardField(label=_("银行卡或存折"), required=False, help_text=_("要本人的，发工钱用"))
    bank_name = TextField(label=_("哪家银行"), required=False, max_length=40)
    bank_holder = OneOfField(label=_("谁的卡"), choices=HOLDERS, required=False)
    bank_holder_name = TextField(label=_("卡主姓名"), required=False, max_length=60,
                                 help_text=_("卡不是本人的才填，加密保存"))
    note = forms.CharField(label=_("备注"), required=False, max_length=200, widget=NOTE)
    community = PickField(label=_("社区"))
    building = DoorField(label=_("栋"))
    unit = DoorField(label=_("单元"))
    room = DoorField(label=_("房号"))
    lives_since = DayField(label=_("从哪天住起"))

    PERSON = ("name", "id_number", "sex", "born_on", "phone", "bank", "bank_name", "bank_holder",
              "bank_holder_name", "note")
    HOME = ("community", "lives_since")
    DOOR = ("building", "unit", "room")

    def new(self) -> NewPerson:
        """What a valid form says, for `add_person`."""
        found = self.cleaned_data
        number = found["id_number"]
        return NewPerson(
            name=found["name"], sex=found["sex"], born_on=found["born_on"],
            id_number=number.number if number else "", phone=found["phone"], bank=found["bank"],
            account=Account(found["bank_name"], found["bank_holder"] or None,
                            found["bank_holder_name"]),
            note=found["note"].strip(),
            home=Home(found["community"], found["lives_since"], found["building"], found["unit"],
                      found["room"]),
        )

    def lines(self, names: tuple[str, ...]) -> list[Any]:
        return [self[name] for name in names]


class ChangeForm(Form):
    """Corrections. A number that stays empty stays as it is; the ticks take one away."""

    constraint_fields = {"person_id_once": "id_number"}

    name = TextField(label=_("姓名"), max_length=60)
    sex = OneOfField(label=_("性别"), choices=SEXES, open=True)
    born_on = BirthField(label=_("出生日期"))
    id_number = ResidentIdField(label=_("身份证号"), required=False)
    phone = PhoneField(label=_("电话"), required=False)
    bank = CardField(label=_("银行卡或存折"), required=False)
    bank_name = TextField(label=_("哪家银行"), required=False, max_length=40)
    bank_holder = OneOfField(label=_("谁的卡"), choices=HOLDERS, required=False)
    bank_holder_name = TextField(label=_("卡主姓名"), required=False, max_length=60,
                                 help_text=_("卡不是本人的才填，加密保存"))
    gone = forms.MultipleChoiceField(
        label=_("去掉"), required=False, widget=forms.CheckboxSelectMultiple
    )
    note = forms.CharField(label=_("备注"), required=False, max_length=200, widget=NOTE)

    def __init__(self, data: Any, *, masked: dict[str, str], **options: Any) -> None:
        super().__init__(data, **options)
        kept = {"id_number": "id", "phone": "phone", "bank": "bank"}
        for name, code in kept.items():
            if masked[code]:
                self.fields[name].help_text = _("现在是 %(number)s，不改就空着") % {
                    "number": masked[code]
                }
        offered = [(code, said.NUMBERS[code]) for code in ("phone", "bank") if masked[code]]
        self.fields["gone"].choices = offered  # type: ignore[attr-defined]
        if not offered:
            del self.fields["gone"]

    def change(self) -> Change:
        """What a valid form says, for `change_person`."""
        found, gone = self.cleaned_data, self.cleaned_data.get("gone", [])
        number = found["id_number"]
        changed = set(self.changed_data)

        def kept(name: str) -> Any:
            return found[name] if name in changed else None

        return Change(
            name=kept("name"), sex=kept("sex"), born_on=kept("born_on"), note=kept("note"),
            id_number=number.number if number else None,
            phone=found["phone"] or ("" if "phone" in gone else None),
            bank=found["bank"] or ("" if "bank" in gone else None),
            account=self._account(found, changed),
        )

    def _account(self, found: dict[str, Any], changed: set[str]) -> Account | None:
        said_of_it = Account(
            found["bank_name"] if "bank_name" in changed else None,
            found["bank_holder"] or None if "bank_holder" in changed else None,
            found["bank_holder_name"] if "bank_holder_name" in changed else None,
        )
        return None if said_of_it == NOTHING else said_of_it


class HomeForm(Form):
    community = PickField(label=_("住在"), required=False)
    building = DoorField(label=_("栋"))
    unit = DoorField(label=_("单元"))
    room = DoorField(label=_("房号"))
    away = forms.BooleanField(label=_("搬走了，不在这几个社区住"), required=False)
    source = source_field()
    from_day = DayField(label=_("从哪天起"))

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if found.pop("away", False):
            return found | {"community": None, "building": "", "unit": "", "room": ""}
        if not found.get("community") and "community" not in self.errors:
            self.add_error("community", _("请选社区；搬走了的，勾上“搬走了”"))
        return found


class HouseholdForm(Form):
    """Which household: one that is known by its number, a new one, or none any more."""

    constraint_fields = {"number": "number"}

    number = TextField(label=_("户编号"), max_length=20, required=False)
    relation = OneOfField(
        label=_("和户主的关系"), choices=choices(Membership.Relation, empty=_("请选")),
        required=False,
    )
    fresh = forms.BooleanField(label=_("是新户，这个编号还没登记过"), required=False)
    from_county = TextField(label=_("从哪个县搬来"), max_length=20, required=False,
                            help_text=_("只有新户要填"))
    left = forms.BooleanField(label=_("离开了这户，还没有别的户"), required=False)
    source = source_field()
    from_day = DayField(label=_("从哪天起"))

    household: Household | None = None

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if found.get("left"):
            return found
        if not found.get("number"):
            self.add_error("number", _("请填户编号；离开了的，勾上“离开了这户”"))
            return found
        if not found.get("relation"):
            self.add_error("relation", _("请选和户主的关系"))
        self.household = household_numbered(found["number"])
        if self.household is None and not found.get("fresh"):
            self.add_error("number", _("没有这个户编号。是新户，就勾上“是新户”"))
        if self.household is not None and found.get("fresh"):
            self.add_error("fresh", _("这个户编号已经登记过，不是新户"))
        return found


class TraitForm(Form):
    trait = OneOfField(label=_("什么情况"))
    holds = OneOfField(
        label=_("有还是没有"), open=True,
        choices=[("yes", _("从这天起有")), ("no", _("从这天起没有了"))],
    )
    detail = TextField(
        label=_("凭什么"), max_length=60, required=False,
        help_text=_("证件、等级、谁说的。加密保存，名单和报表里都不出现"),
    )
    source = source_field()
    from_day = DayField(label=_("从哪天起"))

    def __init__(self, data: Any, **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["trait"].choices = [  # type: ignore[attr-defined]
            ("", _("请选")), *((code, said.trait(code)) for code in TRAITS),
        ]

    def clean_holds(self) -> bool:
        return bool(self.cleaned_data["holds"] == "yes")


class PickForm(Form):
    """A form in which rows of a scope are picked."""

    def offer(self, **rows: QuerySet[Any]) -> None:
        """Sets what may be picked, by field."""
        for name, offered in rows.items():
            self.fields[name].queryset = offered  # type: ignore[attr-defined]


class ConsentForm(PickForm):
    """Agreed or not, who read it out, that a thumb print is on paper; for a child who agrees for
    it: an adult of its household, or somebody named by her number, and why."""

    given = OneOfField(
        label=_("同意吗"), open=True,
        choices=[("yes", _("同意")), ("no", _("不同意，或者收回"))],
    )
    guardian = PickField(label=_("监护人"), required=False)
    named = TextField(
        label=_("不在一户的监护人，编号"), required=False, max_length=12,
        help_text=_("她的页面上有，像 P-000123；一户里的在上面选"),
    )
    guardian_why = OneOfField(
        label=_("不在一户，凭什么是监护人"), required=False,
        choices=[("", _("一户里的，不用选")), *GUARDIANS.items()],
    )
    read_out_by = PickField(label=_("谁念给本人听的"), required=False)
    thumb_print = forms.BooleanField(label=_("本人在纸上按了手印"), required=False)
    from_day = DayField(label=_("从哪天起"))

    def __init__(self, data: Any, *, child: bool = False, **options: Any) -> None:
        super().__init__(data, **options)
        if child:
            self.fields["thumb_print"].label = _("监护人在纸上按了手印")
            self.fields["read_out_by"].label = _("谁念给监护人听的")
        else:
            for name in ("guardian", "named", "guardian_why"):
                del self.fields[name]

    def of(self, known: QuerySet[Any], household: QuerySet[Any]) -> None:
        """Who may be named, and who of them stands in the child's household."""
        self.known = known
        self.offer(guardian=household)

    def clean_given(self) -> bool:
        return bool(self.cleaned_data["given"] == "yes")

    def clean_named(self) -> Any:
        number = re.sub(r"^[Pp]-?", "", self.cleaned_data["named"]).strip()
        if not number:
            return None
        found = self.known.filter(pk=number).first() if is_key(number) else None
        if found is None:
            raise ValidationError(_("没有这个编号，请照她页面上的抄"))
        return found

    def said(self) -> dict[str, Any]:
        """What a valid form says, for `record_consent`."""
        found = dict(self.cleaned_data)
        named = found.pop("named", None)
        return found | ({"guardian": named} if named is not None else {})


class WorkForm(PickForm):
    """On what terms she works from a day, or that she works there no more."""

    constraint_fields = {"engagement_part_time_cycle": "cycle"}

    form = OneOfField(label=_("怎么做"))
    workshop = PickField(label=_("车间"), required=False)
    payer = PickField(label=_("谁发工钱"), required=False,
                      help_text=_("不选，就是车间那天的入驻单位"))
    cycle = OneOfField(
        label=_("工钱多久一结"), choices=choices(Engagement.Cycle), open=True,
        help_text=_("非全日制最长每 15 天结一次"),
    )
    tax_class = OneOfField(label=_("怎么扣税"), required=False)
    from_day = DayField(label=_("从哪天起"))

    def __init__(self, data: Any, *, hint: str = "", ended: bool = False, **options: Any) -> None:
        super().__init__(data, **options)
        forms_offered = [] if ended else choices(Engagement.Form)
        self.fields["form"].choices = [  # type: ignore[attr-defined]
            ("", _("请选")), *forms_offered, (END, _("不做了")),
        ]
        self.fields["tax_class"].choices = said.tax_classes()  # type: ignore[attr-defined]
        self.fields["tax_class"].help_text = hint

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if found.get("form") == END:
            found["form"] = ""
        if not found.get("workshop") and not found.get("payer"):
            self.add_error("workshop", _("请选车间，或者选谁发工钱"))
        return found


class LimitForm(PickForm):
    """How much work she may have open for a payer, in hours; empty: what the policy says."""

    payer = PickField(label=_("谁发工钱"))
    minutes = AmountField(
        label=_("手里的活最多"), factor=60, unit=_("小时"), least=0, required=False,
    )
    from_day = DayField(label=_("从哪天起"))

    def __init__(self, data: Any, *, usual: int, **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["minutes"].help_text = _("按工序的标准工时算。不填，就照规定：%(n)s 小时") % {
            "n": usual // 60
        }

    def clean_minutes(self) -> int | None:
        """No one works more than a year of hours at a time: it is a slip of the keys."""
        minutes: int | None = self.cleaned_data["minutes"]
        if (minutes or 0) > MOST_MINUTES:
            raise forms.ValidationError(AMOUNT_WORDS["large"])
        return minutes


class RevealForm(Form):
    reason = OneOfField(label=_("为什么要看"), choices=[("", _("请选")), *REASONS.items()])


class ForgetForm(Form):
    name = TextField(label=_("把姓名再打一遍"), max_length=60)

    def __init__(self, data: Any, *, person: Person) -> None:
        super().__init__(data)
        self.person = person

    def clean_name(self) -> str:
        typed: str = self.cleaned_data["name"]
        if typed != self.person.party.name:
            raise forms.ValidationError(_("和登记的姓名不一样"))
        return typed
