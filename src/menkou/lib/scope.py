"""How far somebody's grants reach, for one verb, on one day."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scope:
    """Keys of the units that the grants name, and the person herself. Empty reaches nobody.

    What lies inside a unit (the communities of a site, the workshops of a community …) is asked
    by each noun's `within(scope)`, as part of its own query.
    """

    divisions: frozenset[int] = frozenset()
    sites: frozenset[int] = frozenset()
    communities: frozenset[int] = frozenset()
    workshops: frozenset[int] = frozenset()
    organizations: frozenset[int] = frozenset()
    person: int | None = None

    @property
    def empty(self) -> bool:
        return self == Scope()
