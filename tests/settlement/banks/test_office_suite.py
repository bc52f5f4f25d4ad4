"""Who opens the files with an office suite sees what the bank will see."""

import csv
import subprocess
from pathlib import Path

import pytest

from menkou.settlement.banks import AnswerRow, Template, read, write
from tests.settlement.banks.ground import HEAD, RARE, TABLES, TEMPLATES, WANG

XLS = Path(__file__).parent / "answer.xls"
"""Saved by LibreOffice 7.4 from a workbook: a title, the heads of the bank, three rows."""

CODE_PAGES = {"utf-8": "76", "gb18030": "85"}


@pytest.mark.parametrize("template", TABLES, ids=lambda template: template.code)
def test_libreoffice_sees_accounts_as_text_and_every_amount(
    template: Template, soffice: list[str], tmp_path: Path
) -> None:
    file = write(template, HEAD, [WANG, RARE])
    source = tmp_path / file.name
    source.write_bytes(file.content)
    reading = []
    if template.format != "xlsx":  # what the import dialogue asks: columns of text are marked so
        kinds = "/".join(
            f"{place}/{1 if column.field in ('sequence', 'amount') else 2}"
            for place, column in enumerate(template.columns, 1)
        )
        sign, page = ord(template.delimiter), CODE_PAGES[template.encoding]
        reading = [f"--infilter=Text - txt - csv (StarCalc):{sign},34,{page},1,{kinds}"]
    out = tmp_path / "out"
    subprocess.run(
        [
            *soffice, *reading, "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76,1",
            "--outdir", str(out), str(source),
        ],
        check=True, capture_output=True, timeout=120,
    )
    [seen] = out.glob("*.csv")
    lines = list(csv.reader(seen.read_text("utf-8").splitlines()))
    skip = len(template.above) + template.header
    place = {column.field: c for c, column in enumerate(template.columns)}
    for line, row in zip(lines[skip:], (WANG, RARE), strict=False):
        assert line[place["account"]] == row.account
        assert line[place["name"]] == row.name
        assert float(line[place["amount"]]) * 10_000 == row.amount


def test_an_old_xls_is_read_like_any_other() -> None:
    found = read(TEMPLATES["abc"], "回单.xls", XLS.read_bytes())
    assert found == [
        AnswerRow(3, "GZ000123", "0062284801234567890", "王芳", 1207_4500, True, "", "", ""),
        AnswerRow(4, "GZ000124", "6228480123456789", "𠮷克·䶮㛃", 10_0000, False, "closed",
                  "已销户", ""),
        AnswerRow(5, "GZ000125", "6.22848012345679E+18", "李梅", 99_9900, True, "", "",
                  "account_unreadable"),
    ]
