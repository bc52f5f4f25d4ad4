from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.lookups import Contains

from menkou.identity.models import SealedKey
from menkou.registry.models.dated import Stated, one_a_day
from menkou.registry.models.party import Party
from menkou.registry.models.place import Community


class Household(models.Model):
    """A relocated household (搬迁户), known by its number (户编号)."""

    number = models.CharField(max_length=20, unique=True)
    from_county = models.CharField(max_length=20, blank=True)

    class Meta:
        verbose_name = "户"

    def __str__(self) -> str:
        return self.number


@models.CharField.register_lookup
class Holds(Contains):
    """Whether a text holds another, letter by letter. SQLite's LIKE folds the case of each letter
    of each row and takes twice as long: 72,586 persons are gone through at each key that is hit."""

    lookup_name = "holds"

    def get_rhs_op(self, connection: Any, rhs: str) -> str:
        return str(connection.operators["contains"] % rhs)

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        text, params = self.process_lhs(compiler, connection)
        return f"INSTR({text}, %s) > 0", (*params, self.rhs)


class Person(models.Model):
    """A person. The name is her party's; numbers stand encrypted under her own key.

    `bank` is the account that her wages go to; where it is somebody else's, `bank_holder` says
    what that person is to her, and the name is encrypted too.

    `search` is name, full pinyin and initials in one text. `born_on` stays readable: groups of
    any day are counted from it. The indexes are keyed; a tail's index counts as personal data.
    """

    class Sex(models.TextChoices):
        FEMALE = "f", "女"
        MALE = "m", "男"

    class Holder(models.TextChoices):
        SELF = "self", "本人"
        HEAD = "head", "户主"
        SPOUSE = "spouse", "配偶"
        CHILD = "child", "子女"
        PARENT = "parent", "父母"
        OTHER = "other", "其他"

    party = models.OneToOneField(Party, on_delete=models.PROTECT, primary_key=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="person"
    )
    key = models.OneToOneField(SealedKey, on_delete=models.SET_NULL, null=True, related_name="+")
    sex = models.CharField(max_length=1, choices=Sex)
    born_on = models.DateField()
    search = models.CharField(max_length=200, db_index=False)
    invented = models.BooleanField(default=False)
    id_number = models.BinaryField(null=True)
    id_index = models.BinaryField(max_length=16, null=True)
    id_tail_index = models.BinaryField(max_length=16, null=True)
    phone = models.BinaryField(null=True)
    phone_index = models.BinaryField(max_length=16, null=True)
    phone_tail_index = models.BinaryField(max_length=16, null=True)
    bank = models.BinaryField(null=True)
    bank_index = models.BinaryField(max_length=16, null=True)
    bank_name = models.CharField(max_length=40, blank=True)
    bank_holder = models.CharField(max_length=6, choices=Holder, default=Holder.SELF)
    bank_holder_name = models.BinaryField(null=True)
    note = models.BinaryField(null=True)
    forgotten_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "人"
        constraints = [
            models.UniqueConstraint(
                fields=["id_index"],
                name="person_id_once",
                violation_error_message="这个身份证号已经登记过",
            ),
            models.CheckConstraint(condition=Q(sex__in=["f", "m"]), name="person_sex_known"),
            models.CheckConstraint(
                condition=Q(forgotten_at=None)
                | Q(id_number=None, phone=None, bank=None, note=None, id_index=None,
                    id_tail_index=None, phone_index=None, phone_tail_index=None, search="",
                    bank_index=None, bank_name="", bank_holder_name=None),
                name="person_forgotten_whole",
            ),
            models.CheckConstraint(
                condition=Q(bank_holder="self", bank_holder_name=None)
                | Q(bank_holder__in=["head", "spouse", "child", "parent", "other"],
                    bank_holder_name__isnull=False, bank__isnull=False),
                name="person_bank_holder_whole",
                violation_error_message="卡不是本人的，要写卡主姓名",
            ),
        ]
        indexes = [
            models.Index(fields=["id_tail_index"], name="person_id_tail"),
            models.Index(fields=["phone_tail_index"], name="person_phone_tail"),
            models.Index(fields=["bank_index"], name="person_bank"),
            models.Index(fields=["born_on"], name="person_born"),
            # SQLite reads it instead of the rows, which numbers under seal make wide.
            models.Index(fields=["search", "born_on", "party"], name="person_search"),
        ]

    def __str__(self) -> str:
        return self.party.name


class Residence(Stated):
    """Where a person lives from a day; none: moved away."""

    SUBJECT = ("person",)

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="residences")
    community = models.ForeignKey(
        Community, on_delete=models.PROTECT, related_name="residences", null=True
    )
    building = models.CharField(max_length=10, blank=True)
    unit = models.CharField(max_length=10, blank=True)
    room = models.CharField(max_length=10, blank=True)

    class Meta:
        verbose_name = "住处"
        constraints = one_a_day("residence", "person")
        indexes = [models.Index(fields=["room", "building"], name="residence_door")]


class Membership(Stated):
    """Which household a person belongs to from a day, and as what; none: left it."""

    SUBJECT = ("person",)

    class Relation(models.TextChoices):
        HEAD = "head", "户主"
        SPOUSE = "spouse", "配偶"
        CHILD = "child", "子女"
        PARENT = "parent", "父母"
        GRANDCHILD = "grandchild", "孙辈"
        OTHER = "other", "其他"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    household = models.ForeignKey(
        Household, on_delete=models.PROTECT, related_name="memberships", null=True
    )
    relation = models.CharField(max_length=12, choices=Relation, blank=True)

    class Meta:
        verbose_name = "户籍关系"
        constraints = one_a_day("membership", "person")


class Trait(Stated):
    """One trait of a person from a day: holds, or no longer. What it rests on is encrypted.

    Whether a trait holds must be readable (figures count it); its certificate, kind and grade
    are in `detail`, under the person's key. Codes: `policy.groups.TRAITS`.
    """

    SUBJECT = ("person", "trait")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="traits")
    trait = models.CharField(max_length=20)
    holds = models.BooleanField()
    detail = models.BinaryField(null=True)

    class Meta:
        verbose_name = "情况"
        constraints = one_a_day("trait", "person", "trait")
