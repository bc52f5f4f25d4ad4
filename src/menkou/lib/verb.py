"""What a verb is: one row that screens, menus, permissions, audit and API all read."""

import re
from dataclasses import dataclass

ROLE_WORDS = {
    "district_officer": ("区级专干", "District officer"),
    "street_officer": ("街道专干", "Street officer"),
    "community_officer": ("社区专干", "Community officer"),
    "workshop_clerk": ("车间管理员", "Workshop clerk"),
    "enterprise": ("企业", "Enterprise"),
    "cooperative": ("合作社", "Cooperative"),
    "worker": ("务工人员", "Worker"),
    "auditor": ("审计", "Auditor"),
}
"""Role -> (Chinese, English)."""

ROLES = tuple(ROLE_WORDS)

_NAME = re.compile(r"[a-z][a-z_]*\.[a-z][a-z_]*")
_ACTION = re.compile(r"menkou(\.[a-z][a-z_]*)+:[a-z][a-z_]*")


@dataclass(frozen=True, slots=True)
class Verb:
    """Something that people do, registered once.

    name    "package.verb", like "work.issue"; also its name in the log
    zh, en  its words for menus, the page of permissions and the log
    roles   who may be granted it
    reads   whether it only looks
    undo    the name of the verb that takes it back
    action  where it is done, like "menkou.work.actions.record:record"

    Raises ValueError when a field does not fit.
    """

    name: str
    zh: str
    en: str
    roles: frozenset[str]
    reads: bool = False
    undo: str | None = None
    action: str | None = None

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name):
            raise ValueError(f"A verb is named package.verb, not {self.name!r}.")
        if not self.zh.strip() or not self.en.strip():
            raise ValueError(f"{self.name} needs its words in both languages.")
        if unknown := sorted(set(self.roles) - set(ROLES)):
            raise ValueError(f"{self.name} names unknown roles: {', '.join(unknown)}.")
        if self.undo is not None and (self.undo == self.name or not _NAME.fullmatch(self.undo)):
            raise ValueError(f"{self.name} is undone by another verb, not by {self.undo!r}.")
        if self.reads and self.undo is not None:
            raise ValueError(f"{self.name} only reads: there is nothing to undo.")
        if self.action is not None and not _ACTION.fullmatch(self.action):
            raise ValueError(f"{self.name}: an action is written menkou.package.module:function.")

    @property
    def package(self) -> str:
        """The package that registers it."""
        return self.name.partition(".")[0]
