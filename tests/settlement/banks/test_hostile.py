"""Whatever is uploaded, it is read or refused in a sentence, in bounded memory."""

import zipfile
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from menkou.settlement.banks import BadAnswer, Template, read
from menkou.settlement.banks.sheets import MOST_BYTES, MOST_ROWS
from tests.settlement.banks.ground import TEMPLATES, Sent, as_text, as_xlsx, lines_of

ABC = TEMPLATES["abc"]
XLSX = as_xlsx(lines_of(ABC, [Sent(), Sent(reference="GZ000124")]))
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def changed(**parts: bytes) -> bytes:
    """The workbook with some of its parts replaced or added ("__" stands for a slash)."""
    names = {name.replace("__", "/").replace("_DOT_", "."): part for name, part in parts.items()}
    file = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(XLSX)) as old,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, names.pop(name, None) or old.read(name))
        for name, part in names.items():
            new.writestr(name, part)
    return file.getvalue()


def sheet(cells: str) -> bytes:
    """A sheet of these cells."""
    return (
        f'<?xml version="1.0"?><worksheet xmlns="{SPACE}"><sheetData>{cells}</sheetData>'
        "</worksheet>"
    ).encode()


def refusal(content: bytes, template: Template = ABC) -> str:
    """The code with which a file is refused; its sentence has its words."""
    with pytest.raises(BadAnswer) as refused:
        read(template, "回单", content)
    assert str(refused.value) != refused.value.code
    return refused.value.code


def read_or_refused(template: Template, content: bytes) -> bool:
    """Read into rows that are numbered upwards, or refused in a sentence of its own."""
    try:
        rows = read(template, "回单", content)
    except BadAnswer as refused:
        return str(refused) not in ("", refused.code)
    return [row.row for row in rows] == sorted({row.row for row in rows})


@pytest.mark.parametrize("template", TEMPLATES.values(), ids=lambda template: template.code)
@given(content=st.binary(max_size=400), start=st.sampled_from([b"", b"PK\x03\x04", OLE, b"<?xml "]))
def test_noise_is_refused(template: Template, content: bytes, start: bytes) -> None:
    assert read_or_refused(template, start + content)


@given(end=st.integers(0, len(XLSX) - 1))
def test_a_file_cut_off_in_the_download_is_refused(end: int) -> None:
    with pytest.raises(BadAnswer):
        read(ABC, "回单.xlsx", XLSX[:end])


@given(st.lists(st.tuples(st.integers(0, len(XLSX) - 1), st.integers(0, 255)), max_size=8))
def test_a_file_damaged_on_the_way_is_read_or_refused(changes: list[tuple[int, int]]) -> None:
    content = bytearray(XLSX)
    for place, byte in changes:
        content[place] = byte
    assert read_or_refused(ABC, bytes(content))


@given(part=st.binary(max_size=300) | st.text(max_size=200).map(str.encode))
def test_a_workbook_with_a_strange_sheet_is_read_or_refused(part: bytes) -> None:
    assert read_or_refused(ABC, changed(xl__worksheets__sheet1_DOT_xml=part))
    inside = sheet(part.decode("latin-1"))
    assert read_or_refused(ABC, changed(xl__worksheets__sheet1_DOT_xml=inside))


@given(text=st.text(st.characters(exclude_categories=["Cs"]), max_size=300))
def test_any_text_is_read_or_refused_alone_and_below_the_heads(text: str) -> None:
    assert read_or_refused(ABC, text.encode())
    assert read_or_refused(ABC, as_text(lines_of(ABC, [Sent()])) + text.encode("gb18030"))


def test_nothing_and_too_much_are_refused() -> None:
    assert refusal(b"") == "empty"
    assert refusal(b" \r\n") == "empty"
    assert refusal(b"x" * (MOST_BYTES + 1)) == "heavy"
    assert refusal(b"<" * (MOST_BYTES + 1), TEMPLATES["iso20022"]) == "heavy"


def test_twenty_thousand_rows_are_read_and_one_more_is_refused() -> None:
    lines = lines_of(ABC, [Sent(reference=f"GZ{n:06d}") for n in range(MOST_ROWS)])
    assert len(read(ABC, "回单.csv", as_text(lines))) == MOST_ROWS
    lines.append(lines[-1])
    assert refusal(as_text(lines)) == "large"


def test_a_workbook_with_macros_is_refused() -> None:
    assert refusal(changed(xl__vbaProject_DOT_bin=b"x")) == "macro"
    assert refusal(OLE + "_VBA_PROJECT".encode("utf-16-le")) == "macro"


def test_a_workbook_under_a_password_says_how_to_take_it_off() -> None:
    assert refusal(OLE + "EncryptedPackage".encode("utf-16-le")) == "encrypted"
    locked = bytearray(XLSX)
    for mark, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        at = locked.find(mark)
        locked[at + offset] |= 1
    assert refusal(bytes(locked)) == "encrypted"


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = changed(xl__media__big_DOT_png=b"\0" * (50 * 2**20))
    assert len(bomb) < 100_000
    assert refusal(bomb) == "bomb"


def test_a_zip_that_declares_less_than_it_holds_is_not_unpacked_beyond_it() -> None:
    part = sheet("") + b"<!--" + b"x" * 100_000 + b"-->"
    content = bytearray(changed(xl__worksheets__sheet1_DOT_xml=part))
    with zipfile.ZipFile(BytesIO(content)) as file:
        size = file.getinfo("xl/worksheets/sheet1.xml").file_size
    declared = size.to_bytes(4, "little")
    assert content.count(declared) == 2
    assert refusal(bytes(content.replace(declared, (100).to_bytes(4, "little")))) == "not_a_table"


@pytest.mark.parametrize("place", ["XFD1048576", "A1048576", "ZZZ1"])
def test_two_far_cells_do_not_fill_the_memory_with_what_lies_between(place: str) -> None:
    row = place.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    far = f'<row r="{row}"><c r="{place}"><v>1</v></c></row>'
    cells = f'<row r="1"><c r="A1"><v>1</v></c></row>{far}'
    assert refusal(changed(xl__worksheets__sheet1_DOT_xml=sheet(cells))) == "large"


def test_empty_cells_with_a_style_far_below_are_no_rows() -> None:
    cells = (
        '<row r="1"><c r="A1" t="inlineStr"><is><t>账号</t></is></c>'
        '<c r="B1" t="inlineStr"><is><t>状态</t></is></c></row>'
        '<row r="2"><c r="A2" t="inlineStr"><is><t>00622848</t></is></c>'
        '<c r="B2" t="inlineStr"><is><t>成功</t></is></c></row>'
        '<row r="1048576"><c r="A1048576" s="1"/></row>'
    )
    [row] = read(ABC, "回单.xlsx", changed(xl__worksheets__sheet1_DOT_xml=sheet(cells)))
    assert (row.account, row.accepted) == ("00622848", True)


def test_one_long_text_shared_by_every_cell_is_refused() -> None:
    shared = f'<?xml version="1.0"?><sst xmlns="{SPACE}"><si><t>{"长" * 1_000_000}</t></si></sst>'
    cells = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 1001))
    content = changed(
        xl__sharedStrings_DOT_xml=shared.encode(), xl__worksheets__sheet1_DOT_xml=sheet(cells)
    )
    assert refusal(content) == "bomb"


def test_an_entity_in_a_sheet_is_refused() -> None:
    part = sheet("").replace(b"<worksheet", b'<!DOCTYPE a [<!ENTITY b "c">]><worksheet', 1)
    assert refusal(changed(xl__worksheets__sheet1_DOT_xml=part)) == "not_a_table"


def test_a_picture_and_a_zip_of_something_else_are_no_tables() -> None:
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as other:
        other.writestr("word/document.xml", "<a/>")
    assert refusal(file.getvalue()) == "not_a_table"
    assert refusal(OLE + b"\0" * 2000) == "not_a_table"
    assert refusal(b"\x89PNG\r\n\x1a\n\0\0\xff\xfe\0") == "not_text"
