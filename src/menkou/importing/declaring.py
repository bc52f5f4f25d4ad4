"""How a list is declared: one model of its row, from which come template, check, help and heads.

    class Row(ListRow):
        name: Annotated[str | None, Column("姓名", read=cells.name, needed=True)] = None

A field without a Column is none of the file's: the row fills it itself (`ListRow.settle`).
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import KW_ONLY, dataclass, field
from functools import cached_property
from typing import Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict

from menkou.importing.reading.cells import Reader, first_words, one_of

Lazy = Any
"""A sentence that is put in words in the language of whoever reads it."""

Secret = Literal["id", "phone", "bank"]


def _unread(cell: Any) -> Any:
    """Stands for the reader of a column's choices until it is made."""
    return cell


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """A column of a list: its name, the other names it goes by, what its cells mean.

    `needed`: the column and each of its cells. `choices`: word -> code; the first word of each
    code is offered. `read` is needed where there are no choices. `doubt`: of a cell that could be
    read, the code of what is odd about it, "" for nothing. `width`: letters, in the template.
    """

    name: str
    _: KW_ONLY
    also: tuple[str, ...] = ()
    help: Lazy = ""
    example: str = ""
    choices: Mapping[str, Any] | None = None
    secret: Secret | None = None
    read: Reader = _unread
    needed: bool = False
    doubt: Callable[[Any], str] | None = None
    in_template: bool = True
    width: int = 12

    def __post_init__(self) -> None:
        if self.read is _unread:
            if self.choices is None:
                raise ValueError(f"{self.name} has neither choices nor a way to be read.")
            object.__setattr__(self, "read", one_of(self.choices))

    @property
    def names(self) -> tuple[str, ...]:
        """All names that its head may bear."""
        return (self.name, *self.also)

    @property
    def offered(self) -> list[str]:
        """The words of a drop-down."""
        return first_words(self.choices) if self.choices else []


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong between the cells of a row, said at one of them: `of` is its field.

    `near`: a field at which it is said where the file has no column for that one.
    """

    of: str
    code: str
    near: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)


class ListRow(BaseModel):
    """One row of a list. A blank cell is None: it never erases what is known."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")

    NEEDED_TOGETHER: ClassVar[tuple[tuple[str, ...], ...]] = ()
    """Ways to say the same: of these groups of fields one at least stands whole in the heads."""

    def __repr_args__(self) -> list[tuple[str | None, Any]]:
        """Nothing of a row: what is shown of one ends up in logs."""
        return []

    @classmethod
    def settle(cls, found: dict[str, Any], broken: set[str]) -> Iterator[Fault]:
        """Completes what was read and says what does not fit together.

        `found`: field -> value of the cells that could be read; `broken`: fields whose cells
        could not, of which nothing more is said.
        """
        return iter(())

    @classmethod
    def doubts(cls, found: Mapping[str, Any]) -> Iterator[Fault]:
        """What is odd about a row that is right as far as its own cells say."""
        return iter(())


@dataclass(frozen=True)
class ListKind:
    """A list that an office has. `verb`: what somebody must be allowed to do to bring one."""

    code: str
    title: Lazy
    sheet: str
    row: type[ListRow]
    verb: str

    @cached_property
    def columns(self) -> dict[str, Column]:
        """Field of the row -> its column, in the order of the template."""
        return {
            name: one
            for name, info in self.row.model_fields.items()
            for one in info.metadata
            if isinstance(one, Column)
        }

    @cached_property
    def template_columns(self) -> dict[str, Column]:
        """Those of the template; the others are read where an office has them."""
        return {name: one for name, one in self.columns.items() if one.in_template}
