"""Under which master keys the persons' keys stand, and whether these can be opened."""

from collections.abc import Iterator
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from django.db.models import Count, Min

from menkou.identity import keys
from menkou.identity.models import SealedKey


@dataclass(frozen=True, slots=True)
class Standing:
    """A master key: how many rows it wraps, the first of them (0: none), whether the key folder
    holds it, whether it opens that row, whether it is the newest."""

    number: int
    rows: int
    first: int
    held: bool
    opens: bool
    newest: bool


def standing() -> list[Standing]:
    """Every master key that the folder holds or a row names, by number. Two queries."""
    counted = {
        row["master"]: (row["n"], row["first"])
        for row in SealedKey.objects.order_by().values("master").annotate(
            n=Count("pk"), first=Min("pk")
        )
    }
    firsts = SealedKey.objects.in_bulk([first for _n, first in counted.values()])
    held, found = keys.read_again(), []
    for number in sorted(held.masters.keys() | counted.keys()):
        rows, first = counted.get(number, (0, 0))
        found.append(Standing(
            number, rows, first, number in held.masters,
            first not in firsts or _opens(firsts[first]), number == held.newest,
        ))
    return found


def _opens(row: SealedKey) -> bool:
    try:
        keys.unwrap(bytes(row.wrapped), row.master)
    except (keys.NoSuchMaster, InvalidTag):
        return False
    return True


def lacking() -> Iterator[str]:
    """What is wrong with the key folder, a sentence each: rows that no key of it opens."""
    for one in standing():
        if not one.opens:
            why = "does not open them" if one.held else "is not in the key folder"
            yield (
                f"{one.rows} keys of persons, the first is row {one.first}, are wrapped by master "
                f"key {one.number}, which {why}: put master-{one.number}.key back from a copy of "
                "the keys"
            )


def left(newest: int) -> int:
    """How many rows stand under another master key than the newest."""
    return SealedKey.objects.exclude(master=newest).count()
