"""Reads across persons."""

import re
from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import LPad

from menkou.identity import keys
from menkou.identity.prepared import prepared
from menkou.lib.scope import Scope
from menkou.lib.width import half_width
from menkou.registry.models import Community, Engagement, Membership, Person, Residence
from menkou.registry.queries.groups import main_group
from menkou.registry.queries.reach import communities
from menkou.registry.queries.sameness import not_merged, standing

WIDEST = 10
LOOKED_AT, MOST = 60, 8
BATCH = 2000
_ID = re.compile(r"[0-9]{17}[0-9xX]")
_TAIL = re.compile(r"[0-9]{3}[0-9xX]")
_PHONE = re.compile(r"[0-9]{10,12}")
_CARD = re.compile(r"[?&]card=(?P<number>[0-9]{6,12})(?:&|$)")
_ROOM = re.compile(r"[0-9]{3}")
_DOOR = re.compile(
    r"(?P<building>[0-9]+)(?:栋|幢|号楼|-)(?:(?P<unit>[0-9]+)(?:单元|-))?(?P<room>[0-9]+)室?"
)


@prepared
def within(scope: Scope, day: date) -> QuerySet[Person]:
    """Persons whom a scope reaches: by residence, payer or workshop of an engagement, herself.

    Who moved away stays with the community of her last home until another one takes her in: else
    she could be neither seen nor registered again by anybody. Who reaches one of two registrations
    that were merged reaches both; a list that should show her once takes `once`.
    """
    return _whom(_reached(scope, day))


@prepared
def listed(scope: Scope, day: date) -> QuerySet[Person]:
    """The same persons, for a list of them all: those of a community are sought from its homes.

    `within` asks of each person whether she is reached, which is right for one of them, and takes
    a tenth of a second for 72,586.
    """
    if scope.divisions or scope.organizations or scope.workshops or scope.person is not None:
        return within(scope, day)
    living = last_homes(day).filter(community__in=communities(scope)).values("person")
    merges = standing()
    # One list of them all: of a condition or another, PostgreSQL asks everybody.
    found = living.union(
        merges.filter(person__in=living).values("into"),
        merges.filter(into__in=living).values("person"), all=True,
    )
    return Person.objects.filter(pk__in=found)


def _whom(reached: Q) -> QuerySet[Person]:
    """Whom a condition reaches, and whoever was merged into her or she into."""
    row = OuterRef("pk")
    merges = standing().filter(Q(person=row) | Q(into=row)).annotate(
        other=Case(When(person=row, then=F("into")), default=F("person"))
    )
    known = Person.objects.filter(reached, pk=OuterRef("other"))
    return Person.objects.filter(reached | Q(Exists(merges.filter(Exists(known)))))


def once(rows: QuerySet[Person]) -> QuerySet[Person]:
    """The same without those who were merged into somebody: each person once."""
    return rows.filter(not_merged("pk"))


def _reached(scope: Scope, day: date) -> Q:
    reached = Q(pk=scope.person) if scope.person is not None else Q(pk__in=())
    if scope.divisions or scope.sites or scope.communities:
        living = last_homes(day).filter(person=OuterRef("pk"), community__in=communities(scope))
        if scope.divisions:
            # Whose scope leaves no community out need not be asked where somebody lives.
            others = Community.objects.exclude(pk__in=communities(scope))
            lived = Residence.objects.standing().filter(
                person=OuterRef("pk"), from_day__lte=day, community__isnull=False
            )
            reached |= ~Q(Exists(others)) & Q(Exists(lived))
        reached |= Q(Exists(living))
    if scope.organizations or scope.workshops:
        employed = working(day).filter(
            Q(payer__in=scope.organizations) | Q(workshop__in=scope.workshops),
            person=OuterRef("pk"),
        )
        reached |= Q(Exists(employed))
    return reached


def last_homes(day: date) -> QuerySet[Residence]:
    """The last home that each person is known to have had up to a day."""
    homes = Residence.objects.standing().filter(from_day__lte=day, community__isnull=False)
    later = homes.filter(person=OuterRef("person"), from_day__gt=OuterRef("from_day"))
    return homes.filter(~Exists(later))


def working(day: date) -> QuerySet[Engagement]:
    """Engagements that hold on a day."""
    found: QuerySet[Engagement] = Engagement.objects.on(day).exclude(form="")
    return found


def named(text: str, person: str = "") -> Q:
    """Persons whose name, pinyin or initials hold a typed text; `person` is the way from a row to
    its person ("slip__person__")."""
    return Q(**{f"{person}search__holds": _plain(text)})


def _plain(text: str) -> str:
    return re.sub(r"[\s\0]", "", half_width(text)).lower()  # no text of PostgreSQL's holds a zero


def search(rows: QuerySet[Person], text: str, day: date) -> QuerySet[Person]:
    """Those of the persons whom a typed text may mean: part of a name, pinyin, initials; the last
    four of an ID or a telephone, the whole number; a door ("3-2-501"), a room, a household; the
    number of a card, or the address that its picture holds. Who was merged into one of them is
    found too, by what she was registered with."""
    meant = Person.objects.filter(_meant(text, day)).order_by()
    merged = standing().filter(Exists(meant.filter(pk=OuterRef("person"))))
    # Few are meant: found first, the rights are asked for them alone. Written as a condition
    # beside the rights, SQLite asks these of everybody first (72,586 persons: 250 ms).
    found = meant.values("pk").union(merged.values("into"), all=True)
    return rows.filter(pk__in=found)


def suggested(scope: Scope, text: str, day: date) -> list[tuple[int, str, date]]:
    """At most eight persons (key, name, birthday) within a scope whom a text may mean that is still
    being typed: of the first that are found, those where a word begins with it come first. One
    query, none for an empty text."""
    typed = _plain(text)
    if not typed:
        return []
    rows = search(once(within(scope, day)).filter(forgotten_at=None), text, day)
    found = list(rows.values_list("pk", "party__name", "born_on", "search")[:LOOKED_AT])
    found.sort(key=lambda row: not any(word.startswith(typed) for word in row[3].split()))
    return [(pk, name, born_on) for pk, name, born_on, _search in found[:MOST]]


def _meant(text: str, day: date) -> Q:
    typed = _plain(text)
    plain = typed.replace("-", "")
    if card := _CARD.search(typed):
        return Q(user__login=card["number"])
    if _ID.fullmatch(plain):
        return Q(id_index=keys.blind("id", plain.upper()))
    if _PHONE.fullmatch(plain):
        return Q(phone_index=keys.blind("phone", plain))
    if _TAIL.fullmatch(typed):
        tail = typed.upper()
        return (
            Q(id_tail_index=keys.blind("id_tail", tail))
            | Q(phone_tail_index=keys.blind("phone_tail", tail))
            | Q(pk__in=_at(day, room=typed))
        )
    if door := _DOOR.fullmatch(typed):
        return Q(pk__in=_at(day, **{k: v for k, v in door.groupdict().items() if v}))
    if _ROOM.fullmatch(typed):
        return Q(pk__in=_at(day, room=typed))
    found = named(text)
    if any(letter.isdigit() for letter in typed):
        members = Membership.objects.on(day).filter(
            household__number__iexact=text.replace("\0", "").strip()
        )
        found |= Q(pk__in=members.values("person"))
        if typed.isdecimal():
            found |= Q(user__login=typed)
    return found


def _at(day: date, **door: str) -> QuerySet[Any, Any]:
    return Residence.objects.on(day).filter(**door).values("person")


def for_list(rows: QuerySet[Person], day: date) -> QuerySet[Person]:
    """The persons with what a list shows: `group`, `homes` (at most one), `jobs` of the day; those
    who were merged into one are her `twins`: see `jobs_of`."""
    theirs = working(day).select_related("workshop__party", "payer__party").order_by("pk")
    twins = standing().select_related("person").prefetch_related(
        Prefetch("person__engagements", theirs, "jobs"))
    return (
        rows.select_related("party")
        .annotate(group=main_group(day))
        .prefetch_related(
            Prefetch(
                "residences", Residence.objects.on(day).select_related("community"), "homes"
            ),
            Prefetch("engagements", theirs, "jobs"),
            Prefetch("merged", twins, "twins"),
        )
    )


def jobs_of(person: Any) -> list[Engagement]:
    """The engagements of the day of one out of `for_list`, in all her registrations."""
    return [*person.jobs, *(job for twin in person.twins for job in twin.person.jobs)]


def by_door(rows: QuerySet[Person], day: date, *, backwards: bool = False) -> QuerySet[Person]:
    """In the order of a walk through the estate: community, building, unit, room."""
    home = Residence.objects.on(day).filter(person=OuterRef("pk"))
    rows = rows.annotate(
        at_community=Subquery(home.values("community__name")[:1]),
        at_building=LPad(Subquery(home.values("building")[:1]), WIDEST, Value("0")),
        at_unit=LPad(Subquery(home.values("unit")[:1]), WIDEST, Value("0")),
        at_room=LPad(Subquery(home.values("room")[:1]), WIDEST, Value("0")),
    )
    way = "-" if backwards else ""
    return rows.order_by(
        *(f"{way}at_{part}" for part in ("community", "building", "unit", "room")), f"{way}pk"
    )


def _those(found: QuerySet[Any]) -> Q:
    """The persons of some dated rows, and whom these were merged into."""
    merged = standing().filter(person__in=found.values("person"))
    return Q(pk__in=found.values("person")) | Q(pk__in=merged.values("into"))


def engaged(rows: QuerySet[Person], day: date, *, yes: bool = True) -> QuerySet[Person]:
    """Those who have an engagement on the day, or those who have none."""
    has = _those(working(day))
    return rows.filter(has if yes else ~has)


def living_in(rows: QuerySet[Person], community: int, day: date) -> QuerySet[Person]:
    """Those whose last home up to the day is in a community."""
    return rows.filter(_those(last_homes(day).filter(community=community)))


def working_at(rows: QuerySet[Person], workshop: int, day: date) -> QuerySet[Person]:
    """Those who have an engagement at a workshop on the day."""
    return rows.filter(_those(working(day).filter(workshop=workshop)))


def same_card(persons: Collection[int]) -> dict[int, int]:
    """Person -> how many others have the same account, whoever they are; only where some have.

    One query for 2,000 persons. Several people with one account may be a held card: 保障农民工工资
    支付条例 article 54.
    """
    keys = sorted(persons)
    having = (
        Person.objects.filter(bank_index=OuterRef("bank_index"))
        .order_by().values("bank_index").annotate(n=Count("pk")).values("n")
    )  # fmt: skip
    return {
        person: count - 1
        for start in range(0, len(keys), BATCH)
        for person, count in Person.objects.filter(
            pk__in=keys[start : start + BATCH], bank_index__isnull=False
        )
        .annotate(n=Subquery(having))
        .filter(n__gt=1)
        .values_list("pk", "n")
    }
