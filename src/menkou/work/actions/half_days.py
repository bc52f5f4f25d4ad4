"""The scope "half-day": whose half-days a list touches, which chains speak of them, who holds them.

Loaded are the chain that holds each half-day and those that wait: what was undone or laid aside
claims nothing.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import QuerySet

from menkou import policy
from menkou.facts.actions.half_days import HalfDayClaim, claim_halves
from menkou.facts.models import HalfDayUse, Tray
from menkou.facts.new import NewFact
from menkou.facts.queries.half_days import HalfKey
from menkou.policy.guards import may_be_given_work
from menkou.registry.models import Party
from menkou.work.actions.chains import Chain
from menkou.work.actions.world import USE, World, half_of
from menkou.work.booking import Claim, share_half


@dataclass(slots=True)
class Scopes:
    """Half-days by their persons and days: with two of either, all four are meant."""

    persons: set[int] = field(default_factory=set)
    days: set[date] = field(default_factory=set)

    def add(self, person: int | None, day: date | None) -> None:
        if person is not None and day is not None:
            self.persons.add(person)
            self.days.add(day)


def scopes_of(news: Sequence[NewFact]) -> Scopes:
    """The half-days that new facts speak of, and those of the facts that they replace."""
    found = Scopes()
    for new in news:
        if new.kind == "attend":
            found.add(new.content["person"], new.day)
    targets = [new.replaces for new in news if new.replaces]
    if targets:
        rows = Tray.objects.filter(fact__uid__in=targets)
        for person, day in attended(rows):
            found.add(person, day)
    return found


def attended(rows: QuerySet[Tray]) -> list[tuple[int | None, date | None]]:
    """(person, day) of those tray rows that belong to a chain of attendance."""
    return list(rows.filter(root__kind="attend").values_list("person", "root__day"))


def roots_of(scopes: Scopes) -> set[int]:
    """The first facts of the chains that hold these half-days or wait for them."""
    if not scopes.persons:
        return set()
    waiting = Tray.objects.filter(
        state=Tray.State.WAITING, person__in=scopes.persons, root__kind="attend",
        root__day__in=scopes.days,
    )
    holding = HalfDayUse.objects.filter(
        use=USE, half_day__person__in=scopes.persons, half_day__day__in=scopes.days
    )
    return {
        *waiting.values_list("root", flat=True),
        *holding.values_list("fact__tray__root", flat=True),
    }


def hold(chains: Collection[Chain], world: World) -> dict[HalfKey, HalfDayClaim]:
    """Shares out the half-days of chains of attendance: sets `why` where one waits because it is
    held, with the `holder`'s place; answers what the others hold."""
    claims: dict[HalfKey, list[Chain]] = defaultdict(list)
    for chain in chains:
        if not chain.undone and not chain.why:
            claims[half_of(chain)].append(chain)
    held: dict[HalfKey, HalfDayClaim] = {}
    for key, own in claims.items():
        other = world.held.get(key)
        place, uses = other if other else (None, frozenset[str]())
        half = share_half(
            [Claim(chain.root.pk, chain.content["place"], USE) for chain in own], place, uses
        )
        for chain in own:
            if chain.root.pk in half.holders:
                held[key] = _claim(chain, key, world)
            else:
                chain.why, chain.held_at = "half_taken", half.place
    return held


def _claim(chain: Chain, key: HalfKey, world: World) -> HalfDayClaim:
    terms = world.terms_of(chain)
    if terms is None:
        raise ValueError("a chain waits when there is nobody to pay")
    if not terms[1].exact:
        chain.question = "engagement_ended"
    content = chain.content
    return HalfDayClaim(
        *key, content["place"], chain.head.pk, content["minutes"], terms[1].pk
    )


def write(chains: Sequence[Chain], held: dict[HalfKey, HalfDayClaim]) -> None:
    """Puts what the chains hold in place of what stood for their half-days."""
    keys = {half_of(chain) for chain in chains if chain.root.kind == "attend"}
    if keys:
        claim_halves(USE, keys, held.values())


def held_where(chains: Collection[Chain]) -> dict[int, str]:
    """For each newest fact that waits for a half-day, the name of the place that holds it."""
    waiting = {chain.head.pk: chain.held_at for chain in chains if chain.held_at}
    if not waiting:
        return {}
    rows = Party.objects.filter(pk__in=set(waiting.values())).values_list("pk", "name")
    names: dict[int | None, str] = dict(rows)
    return {fact: names.get(place, "") for fact, place in waiting.items()}


def why_refused(chain: Chain, world: World) -> str:
    """Why an asked half-day of work can't be agreed to; empty if it can (劳动法 15)."""
    if chain.root.kind != "attend" or chain.undone or not chain.content["minutes"]:
        return ""
    day = chain.head.day
    born = world.people.born_on(chain.content["person"])
    return "under_age" if may_be_given_work(born, day, policy.on(day)) is not None else ""
