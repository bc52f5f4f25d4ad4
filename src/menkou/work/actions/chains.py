"""Chains of facts: the first, what replaced it, and the newest, whose word counts."""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol
from uuid import UUID

from django.db import connection
from django.db.models import Q

from menkou.facts.models import Fact, Tray
from menkou.work.booking import Outcome, Place


class Happened(Protocol):
    """What a chain needs of a fact; a row that is read for proving has it too."""

    @property
    def pk(self) -> int: ...
    @property
    def uid(self) -> UUID: ...
    @property
    def kind(self) -> str: ...
    @property
    def day(self) -> date: ...
    @property
    def happened_at(self) -> datetime: ...
    @property
    def recorder_id(self) -> int: ...
    @property
    def replaces(self) -> UUID | None: ...
    @property
    def content(self) -> str: ...


@dataclass(slots=True)
class Chain:
    """A chain of facts: the first (`root`), the newest (`head`), and all that were `replaced`;
    `why` it waits, if it does. `content` is the one that counts, `former` what it replaced.
    `held_at`: the place that holds the half-day it waits for."""

    root: Happened
    head: Happened
    content: dict[str, Any]
    why: str = ""
    question: str = ""
    outcome: Outcome | None = None
    replaced: tuple[Happened, ...] = ()
    former: tuple[dict[str, Any], ...] = ()
    held_at: int | None = None

    @property
    def place(self) -> Place:
        return (self.root.happened_at, self.root.uid.hex)

    @property
    def contents(self) -> tuple[dict[str, Any], ...]:
        """All that the chain ever said."""
        return (*self.former, self.content)

    @property
    def undone(self) -> bool:
        return self.head.kind == "undo"


def load_chains(
    tickets: Collection[int],
    roots: Collection[int],
    news: Collection[Fact],
    came_first: Collection[int] = (),
) -> tuple[list[Chain], list[Happened]]:
    """The chains of whole tickets and of some roots, with new facts and whatever replaces any of
    them; and the facts without a target."""
    if not (tickets or roots or came_first):
        return linked(news)
    standing = Fact.objects.exclude(tray__state=Tray.State.ASIDE)
    wanted = Q(tray__ticket__in=tickets) | Q(tray__root__in=roots)
    found = {
        fact.uid: fact
        for fact in standing.filter(wanted | Q(pk__in={*came_first, *(new.pk for new in news)}))
    }
    last = set(found)
    while last:  # what replaces one of them and hung on nothing until now
        after = {fact.uid: fact for fact in standing.filter(replaces__in=last)}
        last = after.keys() - found.keys()
        found |= after
    return linked(found.values())


def lock_roots(roots: Collection[int]) -> None:
    """Locks chains that no ticket stands for (arrivals, counts, attendance) by the trays of their
    first facts, in order; SQLite: its write lock."""
    if roots and connection.features.has_select_for_update:
        list(Tray.objects.select_for_update().filter(pk__in=roots).order_by("pk").values("pk"))


def linked(found: Iterable[Happened]) -> tuple[list[Chain], list[Happened]]:
    """Facts as chains, and those that hang on none of them."""
    facts = {fact.uid: fact for fact in found}
    next_of = {fact.replaces: fact for fact in facts.values() if fact.replaces}
    chains: list[Chain] = []
    reached: set[UUID] = set()
    for fact in facts.values():
        if fact.replaces:
            continue
        links = [fact]
        # An undo is the end of a chain: what would replace it hangs on nothing.
        while links[-1].kind != "undo" and (after := next_of.get(links[-1].uid)) is not None:
            links.append(after)
        said = [json.loads(link.content) for link in links if link.kind != "undo"]
        content, former = (
            (said[0], said[1:]) if links[-1].kind == "undo" else (said[-1], said[:-1])
        )
        chains.append(Chain(
            fact, links[-1], content, replaced=tuple(links[:-1]), former=tuple(former)
        ))
        reached.update(link.uid for link in links)
    return chains, [fact for fact in facts.values() if fact.uid not in reached]
