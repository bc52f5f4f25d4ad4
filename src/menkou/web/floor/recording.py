"""From what a page sends to facts: what stands is corrected or undone, the rest is new.

A page says of each half-day what it wants and what it saw. An id of each fact is made from the
page's own and what is wanted, so that a press twice is known, not doubled.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid5

from django.contrib import messages
from django.utils.translation import gettext as _

from menkou.facts.new import NewFact
from menkou.registry.models import Person, Workshop
from menkou.web.floor import words as said
from menkou.web.parts import words
from menkou.web.parts.edge import Request
from menkou.web.parts.fact_words import LEAVES
from menkou.work.actions.record import Answer, submit
from menkou.work.queries import attendance

MOST_MINUTES = 360
SHOWN = 5


@dataclass(frozen=True)
class Wish:
    """What is wanted of a half-day, and what the page saw: minutes, a leave's code, or "-"."""

    person: int
    day: date
    half: str
    wanted: str
    seen: str


def is_state(text: str) -> bool:
    """Whether a text says a state of a half-day."""
    minutes = text.isascii() and text.isdigit() and 0 < int(text[:4]) <= MOST_MINUTES
    return (minutes and len(text) < 4) or text == "-" or text in LEAVES


def record(request: Request, place: Workshop, page: UUID, wishes: Sequence[Wish]) -> list[Answer]:
    """Records what is wanted and tells what became of it, by messages; answers nothing's answer
    where all stands as wanted already."""
    days = [wish.day for wish in wishes]
    if not days:
        return []
    people = {one.pk: one for one in attendance.engaged(place, min(days), max(days))}
    stands: dict[tuple[int, date, str], attendance.Mark] = {}
    for one in attendance.marks(place, min(days), max(days)):
        stands[one.person, one.day, one.half] = one
    news, moved = [], []
    for wish in wishes:
        mark = stands.get((wish.person, wish.day, wish.half))
        now = said.code(mark)
        if wish.person not in people or wish.wanted == now or wish.day > request.day:
            continue
        if wish.seen != now:
            moved.append(people[wish.person])
            continue
        news.append(_fact(request, place, page, wish, mark))
    answers = submit(news, by=request.user, at=request.at)
    _tell(request, people, news, answers, moved)
    return answers


def _fact(
    request: Request, place: Workshop, page: UUID, wish: Wish, mark: attendance.Mark | None
) -> NewFact:
    uid = uuid5(page, f"{wish.person} {wish.day} {wish.half} {wish.wanted} {wish.seen}")
    replaces = mark.uid if mark else None
    if wish.wanted == "-":
        return NewFact(uid, "undo", "happened", wish.day, request.at, {}, replaces)
    content = {"person": wish.person, "place": place.pk, "half": wish.half}
    if wish.wanted in LEAVES:
        content |= {"minutes": 0, "leave": wish.wanted}
    else:
        content |= {"minutes": int(wish.wanted)}
    return NewFact(uid, "attend", "happened", wish.day, request.at, content, replaces)


def _tell(
    request: Request, people: dict[int, Person], news: Sequence[NewFact],
    answers: Sequence[Answer], moved: Sequence[Person],
) -> None:
    by_uid = {new.uid: new for new in news}
    done = [one for one in answers if one.result in ("accepted", "known")]
    if done:
        messages.success(request, _("记好了 %(n)s 个半天") % {"n": words.number(len(done))})
    for answer in [one for one in answers if one not in done][:SHOWN]:
        person = people.get(by_uid[answer.uid].content.get("person", 0))
        who = person.party.name if person else ""
        messages.warning(request, _("%(who)s：没有记上，先放着。%(why)s") % {
            "who": who, "why": answer,
        })
    if moved:
        names = words.listed(list(_names(moved))[:SHOWN])
        messages.warning(request, _(
            "%(names)s 刚才有人改过，没有动。看一看现在的样子，要改再改一次"
        ) % {"names": names})
    if not answers and not moved:
        messages.info(request, _("和记着的一样，没有要改的"))


def _names(people: Iterable[Person]) -> dict[str, None]:
    return dict.fromkeys(person.party.name for person in people)
