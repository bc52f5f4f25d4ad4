"""One cell as offices write it."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from menkou.importing.lists.people import PersonRow
from menkou.importing.reading import cells, days
from menkou.importing.reading.cells import BadCell, Reader
from menkou.lib.exact import FACTOR_YUAN, show
from tests.importing.ground import WANG, as_csv, lines_of, read

DAYS = st.dates(date(1900, 3, 1), date(2099, 12, 31))
WIDE = str.maketrans("0123456789.", "０１２３４５６７８９．")


def fault(read_cell: Reader, cell: Any) -> str:
    """The code with which a cell is refused."""
    with pytest.raises(BadCell) as refused:
        read_cell(cell)
    return refused.value.code


@given(day=DAYS)
def test_a_day_however_it_is_written_is_that_day(day: date) -> None:
    y, m, d = day.year, day.month, day.day
    for text in (
        f"{y}.{m}.{d}", f"{y}-{m}-{d}", f"{y}/{m:02}/{d:02}", f"{y}年{m}月{d}日",
        f"{y}年{m}月{d}号",
        f"{y}{m:02}{d:02}", f" {y} - {m} - {d} ", f"{y}.{m}.{d}".translate(WIDE),
        f"{y}.{m:02}.{d:02}.", f"{y}/{m}/{d} 0:00", f"{y}-{m:02}-{d:02} 00:00:00",
        f"\u200b{y}-{m}-{d}\xa0",
    ):  # fmt: skip
        assert days.day(text) == day
        assert not days.only_month(text)


@given(day=DAYS)
def test_a_day_as_a_spreadsheet_keeps_it_is_that_day(day: date) -> None:
    serial = (day - date(1899, 12, 30)).days
    assert days.day(day) == day
    assert days.day(datetime(day.year, day.month, day.day)) == day  # noqa: DTZ001
    assert days.day(int(f"{day:%Y%m%d}")) == days.day(float(f"{day:%Y%m%d}")) == day
    if serial not in range(1900, 2100):
        assert days.day(serial) == days.day(float(serial)) == days.day(str(serial)) == day


@given(day=DAYS)
def test_a_month_alone_is_its_first_day_and_is_said(day: date) -> None:
    for cell in (
        f"{day.year}年{day.month}月", f"{day.year}.{day.month}", f"{day.year}-{day.month:02}",
        f"{day.year}年{day.month}月份", f"{day:%Y%m}", int(f"{day:%Y%m}"),
    ):  # fmt: skip
        assert days.day(cell) == day.replace(day=1)
        assert days.only_month(cell)
        assert fault(days.whole_day, cell) == "only_month_here"


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("1958.13", "no_month"), (1958.13, "no_month"), ("2021年0月", "no_month"),
        ("2021-2-29", "no_such_day"), ("20210231", "no_such_day"), (20211301, "no_month"),
        ("1958", "year_only"), ("1958年", "year_only"), (1958, "year_only"), (1958.0, "year_only"),
        (2021.1, "month_lost"), ("属马", "day"), ("21.3.5", "day"), (-5, "day"), (1e300, "day"),
        (float("nan"), "day"), (True, "day"), (timedelta(hours=3), "day"), ("3月5日", "day"),
        ("1658-3-5", "day_far"), (date(2958, 1, 1), "day_far"), ("#REF!", "formula"),
        ("123456789012", "day"), (99_999, "day"),
    ],
)  # fmt: skip
def test_what_is_no_day_says_why(cell: Any, code: str) -> None:
    assert fault(days.day, cell) == code


def test_a_year_and_month_that_a_spreadsheet_took_for_a_number() -> None:
    assert days.day(2021.3) == date(2021, 3, 1)
    assert days.day(2021.11) == date(2021, 11, 1)
    assert days.only_month(2021.3)


@given(amount=st.integers(0, 10**12))
def test_an_amount_however_it_is_written_is_that_amount(amount: int) -> None:
    yuan = cells.amount(FACTOR_YUAN)
    text = show(amount, FACTOR_YUAN)
    for cell in (
        text, text.replace(",", ""), f"{text}元", f"¥{text}", f"￥ {text} 元", f"{text}元/件",
        text.translate(WIDE), f" {text}\n", text.replace(",", "，") if "," not in text else text,
    ):  # fmt: skip
        assert yuan(cell) == amount
    if amount % 100 == 0 and amount < 10**12:
        assert yuan(amount / FACTOR_YUAN) == amount


def test_square_metres_with_any_sign() -> None:
    area = cells.area(10**7)
    for text in ("86.5", "86.5㎡", "86.5 m²", "86.5m2", "86.5平方米", "８６．５平", 86.5):
        assert area(text) == 8650
    assert fault(area, "0") == "positive"
    assert fault(area, "-3") == "negative"
    assert fault(area, "86.555") == "decimals"
    assert fault(area, "大约80") == "number"


def test_per_cent_is_asked_about_where_it_may_be_a_fraction() -> None:
    assert cells.per_cent("3%") == cells.per_cent(3) == cells.per_cent("３％") == 30_000
    assert cells.per_cent("0.5%") == 5_000
    assert fault(cells.per_cent, 0.03) == "per_cent"


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("王芳", "王芳"), ("王 芳", "王芳"), ("王　芳", "王芳"), (" 王\n芳 ", "王芳"),
        ("王\u200b芳", "王芳"), ("阿依·古丽", "阿依·古丽"), ("阿依•古丽", "阿依·古丽"),
        ("阿依．古丽", "阿依·古丽"), ("𠮷克", "𠮷克"), ("Anna Li", "Anna Li"),
    ],
)  # fmt: skip
def test_a_name_is_read_without_what_printing_put_between(cell: str, name: str) -> None:
    assert cells.name(cell) == name


@pytest.mark.parametrize("cell", ["王?", "王？", "？芳", "王□", "王\ufffd", "王\ue863", "□"])
def test_a_name_whose_rare_character_is_lost_is_refused(cell: str) -> None:
    assert fault(cells.name, cell) == "rare"


@pytest.mark.parametrize(
    "cell",
    ["138 0000 0007", "138-0000-0007", "+86 13800000007", "8613800000007", "138００００0007",
     13800000007, 13800000007.0, "13800000007\xa0", "'13800000007", "138\u200b00000007"],
)  # fmt: skip
def test_a_telephone_number_with_signs_between(cell: Any) -> None:
    assert str(cells.phone(cell)).startswith("138")


def test_fixed_lines_have_their_area() -> None:
    assert cells.phone("0870-2123456") == "08702123456"
    assert fault(cells.phone, "2123456") == "phone"
    assert fault(cells.phone, "13800000007、0870-2123456") == "phone_two"


def test_an_id_number_with_blanks_and_small_x() -> None:
    assert cells.resident_id("110105 19491231 002x") == "11010519491231002X"
    assert cells.resident_id("'１１０１０５１９４９１２３１００２Ｘ") == "11010519491231002X"


@pytest.mark.parametrize(
    "cell", [5.30602e17, 530602199001010025, "5.30602E+17", "5.30602199001010e+17",
             "530602199001010000"]
)  # fmt: skip
def test_an_id_number_that_excel_rounded_is_refused_and_refused_again(cell: Any) -> None:
    assert fault(cells.resident_id, cell) == "id_excel"
    assert fault(cells.resident_id, cells.shown(cell)) == "id_excel"


def test_a_card_that_excel_rounded_is_refused_and_refused_again() -> None:
    for cell in (6.2284800123456789e18, 6228480012345678903, "6.22848E+18"):
        assert fault(cells.card, cell) == "card_excel"
        assert fault(cells.card, cells.shown(cell)) == "card_excel"
    assert cells.card("6228 4800 1234 5678 903") == "6228480012345678903"


@pytest.mark.parametrize("cell", [None, "", " ", "　", "-", "—", "——", "/", "\\", "\u200b", "'"])
def test_what_stands_in_an_empty_cell_of_a_form_says_nothing(cell: Any) -> None:
    assert cells.is_blank(cell)


def test_none_is_a_word_only_where_it_is_one_of_the_choices() -> None:
    row = WANG | {"劳动能力": "无", "残疾类别": "无", "手机号": "无", "银行卡号": "",
                  "开户银行": "", "技能": "无", "不能外出原因": "无"}  # fmt: skip
    [one] = read(as_csv(lines_of([row])))
    assert (one.row.ability, one.row.disability, one.row.phone) == ("none", None, None)
    assert (one.row.skills, one.row.tied_by) == ((), None)


@pytest.mark.parametrize(
    ("cell", "codes"),
    [
        ("缝纫", ("sewing",)), ("缝纫、藤编", ("sewing", "rattan")),
        ("平车 绣花", ("sewing", "embroidery")),
        ("会开车", ("driving",)), ("机修、电工", ("repair",)), ("藤编;藤编", ("rattan",)),
        ("厨师/面点", ("cooking",)), ("无", None), ("其他", ("other",)),
    ],
)  # fmt: skip
def test_skills_as_offices_write_them(cell: str, codes: tuple[str, ...] | None) -> None:
    assert cells.skills(cell) == codes


@pytest.mark.parametrize(
    "cell",
    ["3-2-501", "3栋2单元501室", "3号楼2单元501号", "3栋-2单元-501室", "３－２－５０１", "3#2-501",
     "红绿安置区3栋2单元501室"],
)
def test_a_whole_door_in_one_cell(cell: str) -> None:
    assert cells.whole_door(cell) == ("3", "2", "501")


def test_a_part_of_a_site_is_no_place_to_be_left_out() -> None:
    assert cells.whole_door("A区3栋2单元501") == ("A区3", "2", "501")


def test_a_register_with_the_door_in_one_column_and_the_day_of_birth_by_its_month() -> None:
    row = {
        "户编号": 17, "社区": "一社区", "姓名": "李 梅", "性别": "女", "出生年月": "1958年3月",
        "楼栋-单元-房号": "3-501", "户类型": "同步", "是否监测对象": "否", "户主姓名": "王强",
        "与户主关系": "配偶",
    }  # fmt: skip
    [one] = read(as_csv(lines_of([row])))
    assert one.row == PersonRow(
        household="17", community="一社区", name="李梅", sex="f", born_on=date(1958, 3, 1),
        building="3", unit="", room="501", door=("3", "", "501"), registered_poor=False,
        monitored=False, head_name="王强", relation="spouse",
    )
    assert [(doubt.column, doubt.code) for doubt in one.doubts] == [("出生年月", "only_month")]


def test_the_id_number_says_sex_and_day_of_birth() -> None:
    [one] = read(as_csv(lines_of([WANG | {"出生年月": "1990.1", "性别": "女"}])))
    assert (one.row.sex, one.row.born_on) == ("f", date(1990, 1, 1))
    assert "5306" not in repr(one)
    assert "1380" not in repr(one)
