"""Rules about the code itself."""

import ast
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

from menkou.access.queries import verbs
from menkou.identity import guards

SOURCE = Path(import_module("menkou").__file__ or "").parent
FILES = [path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts]
MODELS = [model for model in apps.get_models() if model.__module__.startswith("menkou.")]


def test_every_verb_has_an_action_that_exists_or_only_reads() -> None:
    for verb in verbs().values():
        if verb.action is None:
            assert verb.reads, verb.name
            continue
        module, name = verb.action.split(":")
        assert callable(getattr(import_module(module), name)), verb.name
        assert verb.undo is None or verb.undo in verbs(), verb.name


def test_no_file_is_longer_than_400_lines() -> None:
    long = {str(path.relative_to(SOURCE)): len(path.read_text().splitlines()) for path in FILES}
    assert {name: lines for name, lines in long.items() if lines > 400} == {}


def test_no_amount_is_a_float_or_a_decimal() -> None:
    for model in MODELS:
        for field in model._meta.get_fields():
            assert type(field).__name__ not in ("FloatField", "DecimalField"), field


def test_nothing_cascades_into_the_books() -> None:
    for model in MODELS:
        for field in model._meta.concrete_fields:
            if isinstance(field, models.ForeignKey) and model._meta.db_table in guards.APPEND_ONLY:
                assert field.remote_field.on_delete is models.PROTECT, field


def test_every_append_only_table_is_one_of_ours() -> None:
    assert set(guards.APPEND_ONLY) <= {model._meta.db_table for model in MODELS}


@pytest.mark.parametrize("package", ["facts", "ledger", "work", "registry", "access", "identity"])
def test_actions_take_who_by_keyword(package: str) -> None:
    for path in (SOURCE / package / "actions").glob("*.py"):
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.FunctionDef):
                names = {argument.arg for argument in node.args.args}
                assert not names & {"by", "at"}, f"{path.name}: {node.name}"


def test_every_noun_stands_in_the_glossary() -> None:
    words = (SOURCE.parents[1] / "docs" / "glossary.md").read_text()
    missing = [
        model._meta.label for model in MODELS
        if f"{model._meta.app_label}.{model.__name__}" not in words
    ]
    assert missing == []
