"""A list is brought, and every row of it compared with what is registered; nothing is written but
what is said of its rows."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from io import BytesIO

from django.db import transaction

from menkou.access import queries as rights
from menkou.identity.actions.log import log
from menkou.identity.models import User
from menkou.importing import sealed
from menkou.importing.checked import SAID, Checked, Ignored
from menkou.importing.errors import NotImported
from menkou.importing.lists import LISTS
from menkou.importing.matching import MATCHERS
from menkou.importing.matching.base import Answers, Ground, Matcher, Read, Verdict
from menkou.importing.models import Finding, Import, Row
from menkou.importing.reading.files import BadFile, open_book
from menkou.importing.reading.heads import Found, Table, find
from menkou.importing.reading.rows import Parsed, Wrong, parse
from menkou.lib.days import day_of
from menkou.lib.errors import Refused

CHUNK = 1000
Step = Callable[[int, int], None]
"""Told how many rows are done, of how many."""


def bring(
    *, list_: str, content: bytes, name: str, day: date, by: User, at: datetime
) -> Import:
    """Keeps a file, sealed, to be checked. Raises NotImported for a day to come.

    `day`: the day from which its rows hold.
    """
    if day > day_of(at):
        raise NotImported("later", field="day")
    with transaction.atomic():
        made = Import.objects.create(
            list=list_, file_name=name[-120:], size=len(content), day=day, by=by, at=at,
            digest=sealed.digest(content), beat_at=at,
        )
        made.key = sealed.put(made, content)
        made.save(update_fields=["key"])
        log("importing.bring", "import", [made.pk], by=by, at=at)
    return made


@transaction.atomic
def check_again(*, imported: Import, by: User, at: datetime) -> Import:
    """The rows are to be compared anew; what was answered stays. Raises NotImported."""
    imported = Import.objects.select_for_update().get(pk=imported.pk)
    if imported.state != Import.State.CHECKED:
        raise NotImported("state")
    imported.state, imported.looked, imported.beat_at = Import.State.CHECKING, 0, at
    imported.save(update_fields=["state", "looked", "beat_at"])
    log("importing.bring", "import", [imported.pk], by=by, at=at, note="again")
    return imported


@transaction.atomic
def fetch_wrong(*, imported: Import, by: User, at: datetime) -> list[Read]:
    """The wrong rows with the tables they stand in, in full: whoever takes them is logged.

    Raises NotImported where the file is gone.
    """
    found: dict[tuple[str, int], list[Wrong]] = defaultdict(list)
    rows = Finding.objects.filter(row__imported=imported, row__kind=Row.Kind.WRONG)
    for one in rows.select_related("row").order_by("pk"):
        wrong = Wrong(one.column, one.letter, one.code, one.shown, one.params)
        found[one.row.sheet, one.row.row].append(wrong)
    tables = tables_of(imported.list, sealed.get(imported), imported.file_name)
    log("importing.fetch_wrong", "import", [imported.pk], by=by, at=at)
    return [
        (table, Parsed(sheet, number, None, tuple(wrong)))
        for table in tables for (sheet, number), wrong in found.items()
        if sheet == table.sheet.name
    ]


def run_check(*, imported: Import, now: Callable[[], datetime]) -> Import:
    """Compares all rows, shows how far it is, and keeps what is to be said of them. Killed, it
    begins anew. A file that can't be read is refused with its reason."""
    def step(done: int, total: int) -> None:
        Import.objects.filter(pk=imported.pk).update(looked=done, total=total, beat_at=now())

    told = {"since": now().isoformat(), "from": 0}
    Import.objects.filter(pk=imported.pk, state=Import.State.CHECKING).update(told=told)
    try:
        rows = read(imported)
        checked = compare(imported, rows, now(), step=step)
        checked.refuse_doubles(imported.day)
    except (BadFile, NotImported) as error:
        _refuse(imported, error, now())
    else:
        keep(imported, checked, now())
    imported.refresh_from_db()
    return imported


class Rows(list[Read]):
    """All rows of a file. `left`: why some of its sheets were left out."""

    left: tuple[BadFile, ...] = ()


def read(imported: Import) -> Rows:
    """All rows of the file, in its order. Raises BadFile, NotImported."""
    return read_file(imported.list, sealed.get(imported), imported.file_name)


def read_file(list_: str, content: bytes, name: str) -> Rows:
    """All rows of a file that is a list of some kind. Raises BadFile."""
    found = _find(list_, content, name)
    rows = Rows(
        (table, parsed) for table in found.tables for parsed in parse(LISTS[list_], table)
    )
    if not rows:
        raise BadFile("no_rows")
    rows.left = found.left
    return rows


def tables_of(list_: str, content: bytes, name: str) -> list[Table]:
    """The tables of a file, unread. Raises BadFile."""
    return list(_find(list_, content, name).tables)


def _find(list_: str, content: bytes, name: str) -> Found:
    return find(LISTS[list_], open_book(BytesIO(content), name))


def compare(
    imported: Import, rows: Sequence[Read], at: datetime, *, step: Step = lambda done, total: None
) -> Checked:
    """What the rows come to now."""
    checked = Checked(len(rows), ignored=ignored(rows))
    for done, verdicts in verdicts_of(imported, rows, at):
        checked.take(verdicts)
        step(done, len(rows))
    return checked


def ignored(rows: Sequence[Read]) -> Ignored:
    """What of the file is not read: columns that nobody knows, and sheets."""
    tables = {id(table): table for table, _ in rows}.values()
    left = rows.left if isinstance(rows, Rows) else ()
    return Ignored(
        tuple((table.sheet.name, head) for table in tables for head in table.unknown),
        tuple((bad.code, bad.params) for bad in left),
    )


def verdicts_of(
    imported: Import, rows: Sequence[Read], at: datetime, *, after: int = 0
) -> Iterator[tuple[int, list[Verdict]]]:
    """(rows done, verdicts) chunk by chunk, from the row after the first `after`."""
    matcher = matcher_of(imported, rows, at)
    for start in range(after, len(rows), CHUNK):
        some = rows[start : start + CHUNK]
        yield start + len(some), matcher.match(some)


def matcher_of(imported: Import, rows: Sequence[Read], at: datetime) -> Matcher:
    """What compares the rows of a list, as far as whoever brought it reaches today."""
    today = day_of(at)
    scope = rights.scope(imported.by, LISTS[imported.list].verb, today)
    ground = Ground(scope, imported.day, today, answers(imported))
    return MATCHERS[imported.list](ground, rows)


def answers(imported: Import) -> Answers:
    """What was answered to the rows of a list, and which of its changes are not wanted."""
    if imported.pk is None:  # looked at, and not kept
        return {}
    rows = Row.objects.filter(imported=imported).exclude(answer="")
    return {
        (sheet, row): answer for sheet, row, answer in rows.values_list("sheet", "row", "answer")
    }


@transaction.atomic
def keep(imported: Import, checked: Checked, at: datetime) -> None:
    """Keeps what the rows come to, so that an officer can look at them."""
    said = answers(imported)
    Row.objects.filter(imported=imported).delete()
    rows = Row.objects.bulk_create([
        Row(imported=imported, sheet=one.sheet, row=one.number,
            kind=one.kind if one.kind in SAID else Row.Kind.DOUBT,
            shown=one.shown[:60], subject=one.subject, changes=one.changes,
            answer=said.get((one.sheet, one.number), ""))
        for one in checked.said
    ], batch_size=CHUNK)
    Finding.objects.bulk_create([
        Finding(row=row, column=wrong.column, letter=wrong.letter, code=wrong.code,
                shown=wrong.shown, params=dict(wrong.params))
        for row, one in zip(rows, checked.said, strict=True) for wrong in (*one.wrong, *one.doubts)
    ], batch_size=CHUNK)
    counts = checked.counts
    Import.objects.filter(pk=imported.pk, state=Import.State.CHECKING).update(
        state=Import.State.CHECKED, total=checked.total, looked=checked.total, beat_at=at,
        added=counts.get("added", 0), changed=counts.get("changed", 0),
        moved=counts.get("moved", 0), unchanged=counts.get("unchanged", 0),
        wrong=counts.get("wrong", 0), questions=counts.get("question", 0),
        told=checked.told,
    )


@transaction.atomic
def _refuse(imported: Import, error: Refused, at: datetime) -> None:
    params = {name: str(value) for name, value in error.params.items()}
    Import.objects.filter(pk=imported.pk, state=Import.State.CHECKING).update(
        state=Import.State.REFUSED, refusal=error.code, refused_with=params, beat_at=at,
    )
    sealed.drop(imported)


@transaction.atomic
def answer(*, row: Row, answer: str, by: User, at: datetime) -> Row:
    """What an officer says of a question, or that she does not want a change; "" takes it back.

    Raises NotImported where nothing is asked any more.
    """
    imported = Import.objects.select_for_update().get(pk=row.imported_id)
    if imported.state != Import.State.CHECKED or row.kind in (Row.Kind.WRONG, Row.Kind.DOUBT):
        raise NotImported("state")
    row.answer = answer
    row.save(update_fields=["answer"])
    log("importing.answer", "import", [imported.pk], by=by, at=at, note=f"{row.row}:{answer}")
    return row
