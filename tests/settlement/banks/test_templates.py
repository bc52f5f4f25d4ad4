"""A bank is a file of the wheel or of the office; a slip of the pen in it is named."""

from importlib.resources import files
from pathlib import Path

import pytest

from menkou.settlement.banks import BadTemplate, load
from menkou.settlement.banks.loading import parse
from tests.settlement.banks.ground import TEMPLATES

GOOD = """
code = "town"
zh = "镇银行"
en = "Town bank"
format = "csv"
file = "pay_{number}.csv"

[[columns]]
head = "账号"
field = "account"

[[columns]]
head = "户名"
field = "name"

[[columns]]
head = "金额"
field = "amount"

[answer]
success = ["成功"]

[answer.heads]
account = ["账号"]
result = ["结果"]
"""


def test_the_wheel_ships_four_banks_each_said_to_be_invented() -> None:
    assert set(TEMPLATES) == {"abc", "boc", "iso20022", "rural_credit"}
    folder = files("menkou.settlement.banks") / "data"
    for template in TEMPLATES.values():
        text = (folder / template.source).read_text("utf-8")
        assert text.startswith("# An invented template")
        assert template.zh
        assert template.en


def test_every_bank_of_the_wheel_takes_our_reference_along() -> None:
    for template in TEMPLATES.values():
        if template.format != "pain001":
            assert "reference" in [column.field for column in template.columns]
            assert template.answer.heads["reference"]


def test_the_office_adds_a_bank_and_replaces_one(tmp_path: Path) -> None:
    (tmp_path / "town.toml").write_text(GOOD, "utf-8")
    (tmp_path / "ours.toml").write_text(GOOD.replace('"town"', '"abc"'), "utf-8")
    templates = load(str(tmp_path))
    assert set(templates) == {*TEMPLATES, "town"}
    assert templates["abc"].source == "ours.toml"
    assert load()["abc"].source == "abc.toml"


def test_two_files_of_the_office_for_one_bank_are_refused(tmp_path: Path) -> None:
    for name in ("one.toml", "two.toml"):
        (tmp_path / name).write_text(GOOD, "utf-8")
    with pytest.raises(BadTemplate, match=r"two\.toml: one\.toml has the same code"):
        load(str(tmp_path))


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadTemplate, match="is not there"):
        load(str(tmp_path / "gone"))


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("[[columns]]", "[[columns", "is not TOML"),
        ('code = "town"', "", "code is needed"),
        ('"town"', '"Town!"', "code is small letters"),
        ('"csv"', '"pdf"', "format is one of xlsx, csv, txt, pain001"),
        ('format = "csv"', 'format = "txt"', "delimiter is needed for txt"),
        ('format = "csv"', 'format = "pain001"', "columns have no place in pain001"),
        ('format = "csv"', 'format = "csv"\ndelimiter = "||"', "delimiter is one letter"),
        ('format = "csv"', 'format = "csv"\nencoding = "big5"', "encoding is one of utf-8"),
        ('format = "csv"', 'format = "csv"\nquoted = "yes"', "quoted is true or false"),
        ('format = "csv"', 'format = "csv"\nshet = "x"', "shet means nothing. Is sheet meant"),
        ('format = "csv"', 'format = "csv"\nbelow = ["合计"]', "below is a list of lines"),
        ('format = "csv"', 'format = "csv"\nbelow = [["{sum}"]]', r"below has \{sum\}"),
        ("pay_{number}", "../{number}", "file has a letter"),
        ("{number}", "{nummer}", r"file has \{nummer\}"),
        ('"account"', '"acount"', r"columns\[1\].field is one of"),
        ('field = "amount"', 'field = "name"', "lack one with field = amount"),
        ('field = "amount"', 'field = "amount"\nwidth = "9"', r"columns\[3\].width is a whole"),
        ('field = "amount"', 'field = "amount"\nvalue = "9"', r"columns\[3\].value stands in a"),
        ('field = "amount"', 'field = "amount"\nfix = "9"', r"columns\[3\].fix means nothing"),
        (GOOD[GOOD.index("[answer]"):], "", "answer is needed"),
        ('success = ["成功"]', "", "answer.success is needed"),
        ('["成功"]', '"成功"', "answer.success is a list of texts"),
        ('["成功"]', '["成功"]\nfailure = ["成功"]', "“成功” twice"),
        ('account = ["账号"]', "", "heads.reference or heads.account is needed"),
        ('result = ["结果"]', "", "heads.result is needed, unless"),
        ('result = ["结果"]', 'result = ["结果"]\nsum = ["x"]', "answer.heads.sum means nothing"),
        ('result = ["结果"]', 'result = ["结果"]\n[answer.reasons]\ndead = ["x"]',
         "answer.reasons.dead means nothing"),
    ],
)
def test_a_slip_in_a_template_is_named_with_its_file(old: str, new: str, sentence: str) -> None:
    assert parse("town.toml", GOOD.encode()).code == "town"
    with pytest.raises(BadTemplate, match=sentence) as refused:
        parse("town.toml", GOOD.replace(old, new, 1).encode())
    assert str(refused.value).startswith("town.toml")


def test_a_template_in_another_encoding_is_named() -> None:
    with pytest.raises(BadTemplate, match=r"town\.toml is not UTF-8"):
        parse("town.toml", GOOD.encode("gb18030"))
