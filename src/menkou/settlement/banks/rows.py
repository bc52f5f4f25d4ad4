"""The rows of a bank's file: what is to be paid, and what the bank answers."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class BatchHead:
    """What holds for a whole file: our number of the batch, who pays, when, what for."""

    number: str
    payer: str
    payer_account: str
    day: date
    made_at: datetime
    purpose: str


@dataclass(frozen=True, slots=True)
class PayRow:
    """One payment. `amount` in 1/10,000 yuan, whole fen; `reference` is ours and comes back."""

    reference: str
    account: str
    name: str
    amount: int
    bank_name: str = ""
    branch_code: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class BankFile:
    """A file for the bank, with what it says in all: how many rows, how much (1/10,000 yuan)."""

    name: str
    content_type: str
    content: bytes
    count: int
    total: int


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One row of the bank's answer, as it stands there and as it was understood.

    `row` as Excel counts (pain.002: the n-th payment). `amount` in 1/10,000 yuan, None where the
    cell is empty or can't be read. `accepted`: None where the bank does not say so yet, or not
    clearly. `code`: why it was refused, one of `template.REASONS`. `problem`: one of
    `template.PROBLEMS`, "" for none; a row with a problem is for a person to judge, whatever
    else it says.
    """

    row: int
    reference: str
    account: str
    name: str
    amount: int | None
    accepted: bool | None
    code: str
    reason: str
    problem: str
