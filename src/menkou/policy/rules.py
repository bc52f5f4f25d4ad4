"""The rules of one day: `policy.on(day).number("minimum_age.work")`."""

from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from functools import cache, lru_cache
from operator import attrgetter

from menkou.policy.loading import Entry, Policy, Value, load


class UnknownParameter(LookupError):
    """No layer has a parameter of this name."""

    def __init__(self, name: str, near: str = "") -> None:
        self.name = name
        hint = f" Is {near} meant?" if near else ""
        super().__init__(f"There is no parameter {name}.{hint}")


class NoRuleYet(LookupError):
    """The parameter has no value on this day: its first one starts later."""

    def __init__(self, name: str, day: date, first: date) -> None:
        self.name = name
        self.day = day
        self.first = first
        super().__init__(f"{name} has no value on {day}: its first one starts on {first}.")


@dataclass(frozen=True, slots=True, eq=False)
class Rules:
    """Every parameter as it stands on one day."""

    day: date
    policy: Policy = field(repr=False)

    @property
    def hash(self) -> str:
        """SHA-256 of all merged parameters of all days; a run keeps it to say what it went by."""
        return self.policy.hash

    def entry(self, name: str) -> Entry:
        """The entry in force, with start date, source and file.

        Raises UnknownParameter, and NoRuleYet before the parameter's first start date.
        """
        return _entry(self, name)

    def value(self, name: str) -> Value:
        """The value in force; raises as `entry` does."""
        value = self.entry(name).value
        return list(value) if isinstance(value, tuple) else value  # type: ignore[return-value]

    def number(self, name: str) -> int:
        """The value of a parameter that is a whole number; raises TypeError when it is none."""
        value = self.entry(name).value
        if not isinstance(value, int):
            raise TypeError(f"{name} is not a number.")
        return value

    def numbers(self, name: str) -> list[int]:
        """The value of a parameter that is a list of numbers; raises TypeError otherwise."""
        return [part for part in self._parts(name, int) if isinstance(part, int)]

    def words(self, name: str) -> list[str]:
        """The value of a parameter that is a list of texts; raises TypeError otherwise."""
        return [part for part in self._parts(name, str) if isinstance(part, str)]

    def has(self, name: str) -> bool:
        """Whether the parameter has a value on this day; raises UnknownParameter."""
        try:
            self.entry(name)
        except NoRuleYet:
            return False
        return True

    def source(self, name: str) -> str:
        """Law and article of the value in force; raises as `entry` does."""
        return self.entry(name).source

    def explain(self, name: str) -> str:
        """One line that says what holds, since when, by what, from which file."""
        entry = self.entry(name)
        value = entry.value
        shown = ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
        note = f" {entry.note}" if entry.note else ""
        return f"{name} = {shown} from {entry.since}: {entry.source} ({entry.file}).{note}"

    def names(self) -> list[str]:
        """The names of all parameters, sorted, also of those that have no value yet."""
        return list(self.policy.entries)

    def _parts(self, name: str, kind: type) -> tuple[int, ...] | tuple[str, ...]:
        value = self.entry(name).value
        if not isinstance(value, tuple) or not isinstance(value[0], kind):
            raise TypeError(f"{name} is not a list of this kind.")
        return value


@lru_cache(maxsize=16_384)
def _entry(rules: Rules, name: str) -> Entry:
    dated = rules.policy.entries.get(name)
    if dated is None:
        near = get_close_matches(name, rules.policy.entries, n=1)
        raise UnknownParameter(name, near[0] if near else "")
    place = bisect_right(dated, rules.day, key=attrgetter("since"))
    if place == 0:
        raise NoRuleYet(name, rules.day, dated[0].since)
    return dated[place - 1]


@lru_cache(maxsize=4096)
def on(day: date, folder: str = "") -> Rules:
    """The rules of a day; `folder`: the office's own parameters over the wheel's.

    The files are read once in a process: a changed one counts after a restart, so that one run
    goes by one policy. Raises BadPolicy for a file that cannot be read.
    """
    return Rules(day, _loaded(folder))


@cache
def _loaded(folder: str) -> Policy:
    return load(folder)
