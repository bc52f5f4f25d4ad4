"""A community officer brings a list: from the template to the mended rows, and takes it back."""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from playwright.sync_api import Locator, Page, expect
from python_calamine import CalamineWorkbook

from menkou.lib.identifiers import make_resident_id
from tests.browser.crawler import PHONE, WIDE, Crawler

WANG = make_resident_id("530600", date(1985, 5, 5), 622)
LI = make_resident_id("530600", date(1982, 1, 9), 621)


def read(file: Path) -> list[list[str]]:
    """The lines of the first sheet of a workbook."""
    rows = CalamineWorkbook.from_filelike(BytesIO(file.read_bytes())).get_sheet_by_index(0)
    return [[str(cell) for cell in line] for line in rows.to_python()]


def write(file: Path, lines: list[list[str]]) -> None:
    book = xlsxwriter.Workbook(str(file), {"strings_to_numbers": False})
    sheet = book.add_worksheet("花名册")
    for number, line in enumerate(lines):
        for place, text in enumerate(line):
            if text:
                sheet.write_string(number, place, text)
    book.close()


def fetch(page: Page, what: Locator, folder: Path) -> Path:
    """Presses something that downloads a file."""
    with page.expect_download() as got:
        what.click()
    file = folder / got.value.suggested_filename
    got.value.save_as(file)
    return file


def send(page: Page, file: Path, what: str = "搬迁户花名册") -> None:
    """Sends a list and waits until it is checked."""
    page.goto("/imports/new/")
    page.get_by_role("radio", name=what).check()
    page.locator("[name=file]").set_input_files(file)
    with page.expect_navigation():
        page.get_by_role("button", name="传上来检查").click()
    expect(page.locator("main .badge").first).to_have_text("等写入", timeout=60_000)


def press(page: Page, name: str, then: str) -> None:
    """Presses a button and waits until the worker is done."""
    page.get_by_role("button", name=name).click()
    expect(page.locator("main .badge").first).to_have_text(then, timeout=60_000)


def fits_in_english(page: Page) -> None:
    """On a phone in English, where the words of a button are longest; then as before."""
    size = page.viewport_size
    assert size is not None
    page.context.add_cookies([{"name": "django_language", "value": "en", "url": page.url}])
    page.set_viewport_size(PHONE)
    page.reload()
    expect(page.get_by_role("button", name="wrong rows, mend them")).to_be_visible()
    assert page.evaluate(WIDE) == ""
    page.context.clear_cookies(name="django_language")
    page.set_viewport_size(size)
    page.reload()


def mend(wrong: Path, mended: Path) -> None:
    """Corrects the wrong rows where they stand, and leaves their reasons."""
    heads, *rows = read(wrong)
    assert heads[-1] == "原因"
    rows[0][heads.index("手机号")] = "13912345678"
    number = heads.index("身份证号")
    assert rows[1][number] == LI[:-1]
    rows[1][number] = make_resident_id("530600", date(2018, 7, 1), 624)
    write(mended, [heads, *rows])


def test_from_the_template_to_mended_rows_and_back(
    enter: Callable[..., Page], tmp_path: Path
) -> None:
    office = enter("community_officer")
    office.goto("/places/communities/")
    community = office.locator("main tbody a").first.inner_text().strip()
    office.goto("/imports/new/")
    form = fetch(office, office.get_by_role("link", name="搬迁户花名册").first, tmp_path)
    heads, example = read(form)[:2]
    own = {"户编号": "LX-1", "社区": community, "楼栋": "3", "单元": "2", "房号": "501"}
    people = [
        own | {"姓名": "王芳芳", "身份证号": WANG, "与户主关系": "户主", "手机号": "139"},
        own | {"姓名": "李兵兵", "身份证号": LI, "与户主关系": "配偶"},
        own | {"姓名": "李小小", "身份证号": LI[:-1], "与户主关系": "子女"},
    ]
    lines = [[one.get(head.strip("*"), "") for head in heads] for one in people]
    write(tmp_path / "花名册.xlsx", [heads, example, *lines])

    send(office, tmp_path / "花名册.xlsx")
    rows = office.locator("main tbody tr")
    expect(rows).to_have_count(2)
    expect(rows.first).to_contain_text("电话对不上")
    expect(rows.last).to_contain_text("身份证号不是 18 位")
    assert LI[:-1] not in office.content()
    first = office.url
    fits_in_english(office)

    mend(fetch(office, office.get_by_role("button", name="下载有错的 2 行"), tmp_path),
         tmp_path / "改好.xlsx")
    press(office, "写入 1 行", "写好了")
    send(office, tmp_path / "改好.xlsx")
    press(office, "写入 2 行", "写好了")
    office.goto("/people/?q=LX-1")
    expect(office.locator("main tbody tr")).to_have_count(3)

    send(office, tmp_path / "改好.xlsx")
    expect(office.get_by_text("导入过")).to_be_visible()
    expect(office.get_by_text("没有要写的")).to_be_visible()
    expect(office.get_by_role("button", name="写入")).to_have_count(0)
    office.get_by_role("link", name="看那一次").click()
    press(office, "整份撤回", "撤回了")
    office.goto(first)
    press(office, "整份撤回", "撤回了")
    office.goto("/people/?q=LX-1")
    expect(office.get_by_text("王芳芳")).to_have_count(0)

    office.set_viewport_size(PHONE)
    office.goto(first)
    assert office.evaluate(WIDE) == ""


class Alone(Crawler):
    """Looks at one page, and follows no link of it."""

    def _ways(self, url: str, found: dict[str, Any]) -> list[str]:
        return []


@pytest.mark.parametrize("role", ["district_officer", "community_officer"])
def test_the_page_of_a_list_is_within_bounds(
    enter: Callable[..., Page], tmp_path: Path, role: str
) -> None:
    office = enter(role)
    lines = [["王芳芳", str(number), "缝纫"] for number in range(30)]
    write(tmp_path / "技能.xlsx", [["姓名", "身份证号", "技能"], *lines])
    send(office, tmp_path / "技能.xlsx", "技能和意愿")
    assert Alone(office, role, office.url).walk() == []
