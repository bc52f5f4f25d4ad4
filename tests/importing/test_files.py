"""Whatever is sent, it is opened or refused in a sentence that says what it is and what to do."""

import codecs
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from menkou.importing.reading.files import LIMITS, MOST_ROWS, BadFile, open_book
from tests.importing.ground import WANG, as_csv, as_xlsx, lines_of, read, tables
from tests.importing.mistakes import right

LINES = lines_of([WANG])
XLSX = as_xlsx(花名册=LINES)
XLS = Path(__file__).parent / "people.xls"
"""Saved by LibreOffice 7.4 from a workbook: a title, heads, four rows, and a sheet of words."""

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def refusal(content: bytes, name: str = "花名册.xlsx") -> str:
    """The code with which a file is refused; its sentence can be said."""
    with pytest.raises(BadFile) as refused:
        read(content, name=name)
    assert str(refused.value) != refused.value.code
    return refused.value.code


def changed(parts: dict[str, bytes], base: bytes = XLSX) -> bytes:
    """A workbook with some of its parts replaced or added."""
    file, left = BytesIO(), dict(parts)
    with (
        zipfile.ZipFile(BytesIO(base)) as old,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, left.pop(name) if name in left else old.read(name))
        for name, part in left.items():
            new.writestr(name, part)
    return file.getvalue()


def zipped(*names: str) -> bytes:
    """A zip with members of these names."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as other:
        for name in names:
            other.writestr(name, "<a/>")
    return file.getvalue()


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"]
)
@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_text_is_read_in_every_encoding_an_office_has(encoding: str, delimiter: str) -> None:
    [one] = read(as_csv(LINES, encoding, delimiter), name="花名册.csv")
    assert (one.sheet, one.number, one.row.name) == ("花名册", 2, "王芳")


def test_a_quote_that_is_never_closed_swallows_nothing() -> None:
    rows = [right(1), right(2) | {"安置区": '"红绿安置区'}, right(3)]
    content = as_csv(lines_of(rows)).replace('"""红绿安置区"'.encode(), '"红绿安置区'.encode())
    assert content.count(b'"') % 2 == 1
    assert [one.row.household for one in read(content)] == ["LH-0001", "LH-0002", "LH-0003"]


def test_a_row_is_numbered_as_excel_counts_even_after_a_cell_of_two_lines() -> None:
    rows = [right(1) | {"迁出县": "彝良县\n角奎镇"}, right(2)]
    assert [one.number for one in read(as_csv(lines_of(rows)))] == [2, 3]
    assert read(as_csv(lines_of(rows)))[0].row.from_county == "彝良县 角奎镇"


def test_an_old_xls_is_read_like_any_other() -> None:
    first, second, third, fourth = read(XLS.read_bytes(), name="花名册.xls")
    assert (first.sheet, first.number, first.row.room) == ("花名册", 3, "501")
    assert [(one.column, one.code) for one in second.wrong] == [("银行卡号", "card_excel")]
    assert [(one.column, one.code, one.shown) for one in third.wrong] == [
        ("社区", "formula", "#DIV/0!")
    ]
    assert fourth.row.household == "5306020001"


def test_a_path_is_opened_and_let_go(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(XLSX)
    book = open_book(path, "花名册.xlsx")
    path.unlink()
    assert [sheet.name for sheet in book.sheets] == ["花名册"]


def test_a_formula_that_failed_is_a_finding_and_not_an_empty_cell() -> None:
    [one] = read(as_xlsx(表=lines_of([WANG | {"手机号": "=#REF!", "楼栋": "=#N/A"}])))
    assert [(found.column, found.code) for found in one.wrong] == [
        ("楼栋", "formula"), ("手机号", "formula")
    ]


def test_a_hidden_sheet_is_not_read_and_alone_it_is_said() -> None:
    part = zipfile.ZipFile(BytesIO(XLSX)).read("xl/workbook.xml")
    hidden = part.replace(b'sheetId="1"', b'sheetId="1" state="hidden"')
    assert refusal(changed({"xl/workbook.xml": hidden})) == "hidden"
    both = as_xlsx(旧=LINES, 新=LINES)
    part = zipfile.ZipFile(BytesIO(both)).read("xl/workbook.xml")
    part = part.replace(b'sheetId="1"', b'sheetId="1" state="hidden"')
    assert [one.sheet.name for one in tables(changed({"xl/workbook.xml": part}, both))] == ["新"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"), (b" \r\n\r\n", "empty"), (codecs.BOM_UTF8, "empty"), (b"\0" * 900, "empty"),
        (b"%PDF-1.7\n1 0 obj", "pdf"), (b"\x89PNG\r\n\x1a\n\0\0\0", "picture"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "picture"), (b"Rar!\x1a\x07\0", "archive"),
        (b"7z\xbc\xaf\x27\x1c", "archive"), (b"{\\rtf1\\ansi}", "word"),
        ("<html><table><tr><td>姓名".encode(), "html"),
        (b"<?xml version='1.0'?><Workbook/>", "xml"), (zipped("word/document.xml"), "word"),
        (zipped("ppt/presentation.xml"), "slides"), (zipped("mimetype", "content.xml"), "ods"),
        (zipped("xl/workbook.bin"), "xlsb"), (zipped("名单/一.xlsx"), "archive"),
        (zipped("xl/workbook.xml"), "broken"), (XLSX[: len(XLSX) // 2], "broken"),
        (changed({"xl/vbaProject.bin": b"x"}), "macro"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (OLE + "_VBA_PROJECT".encode("utf-16-le"), "macro"), (OLE + b"\0" * 3000, "broken"),
        (bytes(range(128, 256)) * 40, "not_text"),
    ],
)  # fmt: skip
def test_what_is_no_list_says_what_it_is(content: bytes, code: str) -> None:
    assert refusal(content) == code


def test_a_workbook_under_a_password_is_refused() -> None:
    locked = bytearray(XLSX)
    for mark, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        locked[locked.find(mark) + offset] |= 1
    assert refusal(bytes(locked)) == "encrypted"


def test_a_text_of_too_many_rows_or_columns_is_refused() -> None:
    assert refusal(b"a,b\n" * (MOST_ROWS + 200)) == "large"
    assert refusal(b"x," * 300 + b"\n") == "large"
    assert refusal(b"x" * (2**20 + 2**18)) == "not_text"
    assert refusal(b"a,b\n" * (LIMITS.bytes // 4 + 1)) == "heavy"


def test_links_to_other_files_and_pictures_are_left_alone() -> None:
    added = {"xl/externalLinks/externalLink1.xml": b"<broken", "xl/media/image1.png": b"\0" * 999}
    assert len(read(changed(added))) == 1
