"""`menkou import`: what a list comes to at a terminal, and written there."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from menkou.importing.models import Import
from menkou.registry.models import Person, Skill
from tests.importing.ground import as_xlsx, lines_of
from tests.importing.office import FANG, Office, bing, office, row

pytestmark = pytest.mark.django_db
CARD = "6217000012345678901"


@pytest.fixture
def hall() -> Office:
    return office()


def run(list_: str, file: Path, *words: str) -> str:
    said = StringIO()
    call_command("import", list_, str(file), "--by", "shequ", "--day", "2022-03-01", *words,
                 stdout=said)
    return said.getvalue()


@pytest.fixture
def register(tmp_path: Path) -> Path:
    """A register with a column nobody knows, a card that is odd, and a sheet without a head."""
    file = tmp_path / "花名册.xlsx"
    left = [["户编号", "姓名", "社区"], ["H1", "王芳", "红路一社区"]]
    rows = [row(银行卡号=CARD, 星座="天秤"), bing(身份证号="123")]
    file.write_bytes(as_xlsx(花名册=lines_of(rows), 草稿=left))
    return file


def test_a_program_is_told_what_is_wrong_odd_and_ignored(hall: Office, register: Path) -> None:
    told = json.loads(run("people", register, "--format", "json"))
    assert (told["added"], told["unchanged"]) == (1, 0)
    assert [(one["row"], one["column"], one["code"]) for one in told["wrong"]] == [
        (3, "身份证号", "id_length")
    ]
    assert [(one["row"], one["code"]) for one in told["doubts"]] == [(2, "card_check")]
    assert told["ignored"]["columns"] == [{"sheet": "花名册", "column": "星座"}]
    (sheet,) = told["ignored"]["sheets"]
    assert (sheet["sheet"], sheet["code"]) == ("草稿", "missing")
    assert "草稿" in sheet["reason"]
    assert CARD not in json.dumps(told)
    assert not Person.objects.exists()


def test_a_person_is_told_the_same_in_words(hall: Office, register: Path) -> None:
    said = run("people", register)
    assert "新的 1 行" in said
    assert "请看一眼的 1 行" in said
    assert "有一列“星座”不认得" in said
    assert "银行卡号的最后一位对不上" in said


def test_the_good_rows_of_any_list_are_written(
    hall: Office, register: Path, tmp_path: Path
) -> None:
    run("people", register, "--apply")
    assert Person.objects.count() == 1
    skills = tmp_path / "技能.xlsx"
    skills.write_bytes(as_xlsx(技能=lines_of([{"姓名": "王芳", "身份证号": FANG, "技能": "缝纫"}])))
    run("skills", skills, "--apply")
    assert Skill.objects.get().skill == "sewing"
    told = json.loads(run("skills", skills, "--format", "json"))
    assert (told["unchanged"], told["added"]) == (1, 0)
    assert set(Import.objects.values_list("state", flat=True)) == {"done"}
