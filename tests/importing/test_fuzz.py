"""Ten thousand files that nobody should send: each is read or refused, none breaks the reader."""

import re
from random import Random

import pytest

from menkou.importing import sheets
from menkou.importing.reading.files import BadFile
from menkou.importing.reading.rows import Parsed, parse
from menkou.importing.words import WORDS, reason, remedy
from tests.importing.fuzzing import MUTATIONS, Mutation
from tests.importing.ground import PEOPLE, tables

FILES = 10_000
PARTS = 4
"""Each mutation's files are parted, so that more than one process can share them."""


def check(one: Parsed) -> None:
    """A row has a place; so has all that is found of it, with its words."""
    assert one.sheet is not None
    assert one.number >= 1
    assert (one.row is None) == bool(one.wrong)
    for found in (*one.wrong, *one.doubts):
        assert found.column
        assert re.fullmatch("[A-Z]{1,3}", found.letter)
        assert found.code in WORDS
        assert len(found.shown) <= 60
        assert all((reason(found.code, found.params), remedy(found.code, found.params)))


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.__name__)
@pytest.mark.parametrize("part", range(PARTS))
def test_it_is_read_or_refused_in_a_sentence(mutation: Mutation, part: int) -> None:
    opened, said = 0, set[str]()
    for seed in range(part, FILES // len(MUTATIONS), PARTS):
        content = mutation(Random(f"{mutation.__name__}{seed}"))
        try:
            found = tables(content, name="x.csv")
            rows = [one for table in found for one in parse(PEOPLE, table)]
        except BadFile as refused:
            said.add(str(refused))
            continue
        opened += 1
        for one in rows:
            check(one)
        if seed % 40 == part:
            sheets.wrong_rows(PEOPLE, found, rows)
    assert opened > 20
    assert not said & BadFile.SENTENCES.keys()
