"""What facts are called: each kind that any package registers has its words, in one list."""

import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel

import menkou
from menkou.web.parts import fact_words


def contents() -> Iterator[tuple[str, dict[str, type[BaseModel]]]]:
    """The schemas of the facts' contents, by the module that registers them."""
    for found in pkgutil.walk_packages(menkou.__path__, "menkou."):
        if found.name.endswith("content"):
            yield found.name, importlib.import_module(found.name).KINDS


def test_every_registered_kind_of_fact_has_words_and_no_other() -> None:
    kinds = dict(contents())
    assert set(kinds) >= {"menkou.work.content", "menkou.work.money_content",
                          "menkou.settlement.content"}  # fmt: skip
    assert {kind for one in kinds.values() for kind in one} == set(fact_words.KINDS)


def test_a_kind_is_never_said_raw() -> None:
    assert fact_words.kind("fee_paid") == "付加工费"
    assert fact_words.kind("pay_close") == "工资关账"
    assert fact_words.kind("of_another_century") == "of_another_century"


def test_no_screen_keeps_words_for_kinds_of_its_own() -> None:
    web = Path(menkou.__file__).parent / "web"
    lists = [
        path.name for path in web.rglob("*.py")
        if re.search(r'"receipt": gettext_lazy', path.read_text())
    ]
    assert lists == ["fact_words.py"]
