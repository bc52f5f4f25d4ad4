"""Chains of facts: the first, what replaced it, and the newest, whose word counts."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q

from menkou.facts.models import Fact, Tray
from menkou.identity.models import User
from menkou.work.booking import Outcome, Place


@dataclass(slots=True)
class Chain:
    """A chain of facts: the first (`root`), the newest (`head`), and all that were `replaced`;
    `why` it waits, if it does."""

    root: Fact
    head: Fact
    content: dict[str, Any]
    why: str = ""
    question: str = ""
    outcome: Outcome | None = None
    replaced: tuple[Fact, ...] = ()

    @property
    def place(self) -> Place:
        return (self.root.happened_at, self.root.uid.hex)

    @property
    def undone(self) -> bool:
        return self.head.kind == "undo"


def load_chains(
    tickets: Collection[int],
    roots: Collection[int],
    news: Collection[Fact],
    came_first: Collection[int] = (),
) -> tuple[list[Chain], list[Fact]]:
    """The chains of whole tickets and of some roots, with new facts; facts without a target."""
    if tickets or roots or came_first:
        facts = _read(tickets, roots, {*came_first, *(fact.pk for fact in news)})
    else:
        facts = {fact.uid: fact for fact in news}
    next_of = {fact.replaces: fact for fact in facts.values() if fact.replaces}
    chains: list[Chain] = []
    linked: set[UUID] = set()
    for fact in facts.values():
        if fact.replaces:
            continue
        links = [fact]
        while (after := next_of.get(links[-1].uid)) is not None:
            links.append(after)
        head = links[-1]
        content = json.loads((fact if head.kind == "undo" else head).content)
        chains.append(Chain(fact, head, content, replaced=tuple(links[:-1])))
        linked.update(link.uid for link in links)
    return chains, [fact for fact in facts.values() if fact.uid not in linked]


def _read(
    tickets: Collection[int], roots: Collection[int], more: Collection[int]
) -> dict[UUID, Fact]:
    found = Fact.objects.filter(
        Q(tray__ticket__in=tickets) | Q(tray__root__in=roots) | Q(pk__in=more)
    ).exclude(tray__state=Tray.State.ASIDE)
    facts = {fact.uid: fact for fact in found}
    # One object a recorder, so that her grants are asked for once and not once a fact.
    recorders = User.objects.in_bulk({fact.recorder_id for fact in facts.values()})
    for fact in facts.values():
        fact.recorder = recorders[fact.recorder_id]
    return facts
