"""The bank's files: what goes to it and what comes back, by templates that are data. Pure."""

from menkou.settlement.banks.errors import BadAnswer, BadPayFile
from menkou.settlement.banks.loading import BadTemplate, load
from menkou.settlement.banks.reading import read
from menkou.settlement.banks.rows import AnswerRow, BankFile, BatchHead, PayRow
from menkou.settlement.banks.template import Template
from menkou.settlement.banks.words import PROBLEM_WORDS, REASON_WORDS
from menkou.settlement.banks.writing import write

__all__ = [
    "PROBLEM_WORDS", "REASON_WORDS", "AnswerRow", "BadAnswer", "BadPayFile", "BadTemplate",
    "BankFile", "BatchHead", "PayRow", "Template", "load", "read", "write",
]
