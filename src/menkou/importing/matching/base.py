"""What a list's rows come to beside what is registered: nothing here writes."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from typing import Any, Protocol

from menkou.importing.models import Row
from menkou.importing.reading.heads import Table
from menkou.importing.reading.rows import Parsed, Wrong, wrong_at
from menkou.lib.scope import Scope
from menkou.registry.models import Community, Organization
from menkou.registry.queries import reach

Read = tuple[Table, Parsed]
"""A row and the table it stands in."""

Place = tuple[str, int]
"""Sheet and number of a row."""

Answers = Mapping[tuple[str, int], str]
"""(sheet, row) -> what an officer said of it, of `Row.Answer`."""

SOURCE = "list"
"""On what rests what a list says of a person: `Stated.Source`."""

ADDED, UNCHANGED = "added", "unchanged"
WRONG, QUESTION = Row.Kind.WRONG.value, Row.Kind.QUESTION.value
CHANGED, MOVED = Row.Kind.CHANGED.value, Row.Kind.MOVED.value


@dataclass(slots=True)
class Verdict:
    """What one row comes to. `write`: what the list's writer is handed, None for nothing.
    `doubts`: what is odd about it; it stands all the same.

    `changes`: head of a column, what stands, what is written; numbers of persons masked. `alike`:
    who it may be, of a question.
    """

    sheet: str
    number: int
    kind: str
    shown: str = ""
    subject: int | None = None
    write: Any = field(default=None, repr=False)
    changes: list[tuple[str, str, str]] = field(default_factory=list)
    wrong: tuple[Wrong, ...] = ()
    alike: tuple[int, ...] = ()
    doubts: tuple[Wrong, ...] = ()


@dataclass(frozen=True, slots=True)
class Ground:
    """What a list is compared on: how far its bringer reaches, the day from which its rows hold,
    today, and what was answered."""

    scope: Scope
    day: date
    today: date
    answers: Answers = field(default_factory=dict)

    def answer(self, parsed: Parsed) -> str:
        return self.answers.get((parsed.sheet, parsed.number), "")


class Matcher(Protocol):
    """One for each list: made with all rows of the file, then asked in chunks, in their order."""

    def __init__(self, ground: Ground, rows: Sequence[Read]) -> None: ...

    def match(self, rows: Sequence[Read]) -> list[Verdict]: ...


def broken(parsed: Parsed) -> Verdict:
    """The verdict of a row that can't be read."""
    return Verdict(parsed.sheet, parsed.number, WRONG, wrong=parsed.wrong)


class Places:
    """The communities of the house by name, and which of them whoever brings a list answers for."""

    def __init__(self, scope: Scope) -> None:
        rows = Community.objects.select_related("site")
        self._named: dict[str, list[Community]] = {}
        for one in rows:
            self._named.setdefault(one.name, []).append(one)
        self._sites = {one.site.name for some in self._named.values() for one in some}
        self.mine = set(reach.communities(scope).values_list("pk", flat=True))

    def find(self, table: Table, site: str | None, name: str) -> Community | Wrong:
        """The community, or why there is none to be written to."""
        if site is not None and site not in self._sites:
            return wrong_at(table, "site", "no_site", site, near=near(site, self._sites))
        found = self.named(site, name)
        if not found:
            return wrong_at(table, "community", "no_community", name,
                            near=near(name, self._named))
        if len(found) > 1:
            return wrong_at(table, "site", "two_communities", name)
        if found[0].pk not in self.mine:
            return wrong_at(table, "community", "not_yours", name)
        return found[0]

    def known(self, site: str | None, name: str) -> int | None:
        """The key of the community, if there is just one."""
        found = self.named(site, name)
        return found[0].pk if len(found) == 1 else None

    def named(self, site: str | None, name: str) -> list[Community]:
        """Those that bear a name, of one site or of all; of several, hers alone where she answers
        for just one: her list needs no site."""
        found = [one for one in self._named.get(name, ()) if site in (None, one.site.name)]
        hers = [one for one in found if one.pk in self.mine]
        return hers if len(hers) == 1 else found


class Named:
    """Organizations by the name that lists call them by."""

    def __init__(self, rows: Iterable[Organization]) -> None:
        self._named: dict[str, list[Organization]] = {}
        for one in rows:
            self._named.setdefault(one.party.name, []).append(one)

    def find(self, table: Table, field: str, name: str | None) -> Organization | Wrong | None:
        """The one that bears a name, or why there is none; None where no name is said."""
        if name is None:
            return None
        found = self._named.get(name, ())
        if not found:
            return wrong_at(table, field, "no_organization", name, near=near(name, self._named))
        if len(found) > 1:
            return wrong_at(table, field, "two_organizations", name)
        return found[0]


def head_of(table: Table, field: str) -> str:
    """What the file calls a column; where it has none, what we do."""
    place = table.columns.get(field)
    return table.kind.columns[field].name if place is None else table.heads[place]


def near(text: str, known: Collection[str]) -> str:
    """The known word that is most like a text; empty where none is."""
    return next(iter(get_close_matches(text, known, n=1, cutoff=0.5)), "")
