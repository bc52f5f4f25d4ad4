"""From an approved month to the bank's answer: two come back, are handed over and paid again."""

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE, Site

OWN = "5300000123456789012"
HEADS = "客户流水号,收款方账号,金额（元）,交易状态,失败原因"
REFERENCE = re.compile(r"GZ\d{8}")


def send(firm: Page, folder: Path) -> list[str]:
    """Makes a batch and fetches its file; answers the references in it."""
    firm.get_by_label("哪家银行").select_option("abc")
    firm.get_by_label("付款单位自己的账号").fill(OWN)
    firm.get_by_role("button", name="做成一批").click()
    expect(firm.get_by_role("heading", name="封面")).to_be_visible()
    with firm.expect_download() as got:
        firm.get_by_role("button", name="下载代发文件").click()
    file = folder / got.value.suggested_filename
    got.value.save_as(file)
    return REFERENCE.findall(file.read_text("gb18030"))


def answer(firm: Page, folder: Path, name: str, rows: list[str]) -> None:
    """Uploads what the bank says of the batch that is shown."""
    file = folder / name
    file.write_bytes("\r\n".join([HEADS, *rows, ""]).encode("gb18030"))
    firm.get_by_label("银行的回盘文件").set_input_files(file)
    firm.get_by_role("button", name="读回盘").click()


def test_two_come_back_one_is_handed_over_and_one_paid_to_another_card(
    enter: Callable[..., Page], site: Site, tmp_path: Path
) -> None:
    made = site.run("tests.browser.banking", "begin")
    firm = enter("enterprise", DESK, made["login"], made["password"])
    firm.goto(f"/pay/{made['period']}/")
    firm.get_by_role("link", name="送银行").first.click()
    expect(firm.get_by_role("heading", name="现在能送 4 笔")).to_be_visible()
    first, second, third, fourth = send(firm, tmp_path)
    batch = firm.url

    rows = [
        f"{first},,35.00,成功,", f"{second},,35.35,失败,户名不符", f"{third},,35.70,失败,销户",
        f"{fourth},,36.05,成功,",
    ]
    answer(firm, tmp_path, "first.csv", rows)
    expect(firm.get_by_text("户名不符")).to_be_visible()
    expect(firm.get_by_text("销户")).to_be_visible()
    firm.goto(batch)
    answer(firm, tmp_path, "again.csv", rows)
    expect(firm.get_by_text("这个回盘文件已经读过，什么都没有动").first).to_be_visible()

    phone = enter("enterprise", PHONE, made["login"], made["password"])
    phone.goto(f"/pay/{made['period']}/cash/")
    expect(phone.get_by_role("heading", name="待付 2 笔，71.05 元")).to_be_visible()
    phone.get_by_role("button", name="示例李英 本人 手印").click()
    expect(phone.get_by_role("heading", name="待付 1 笔，35.70 元")).to_be_visible()

    assert site.run("tests.browser.banking", "card", str(made["period"])) == "示例王芳"
    firm.goto(f"/pay/{made['period']}/bank/")
    (left,) = send(firm, tmp_path)
    assert left != third
    answer(firm, tmp_path, "second.csv", [f"{left},,35.70,成功,"])
    firm.goto(f"/pay/{made['period']}/")
    expect(firm.get_by_text("4 笔，142.10 元")).to_be_visible()

    firm.goto("/pay/ledger/?q=示例")
    expect(firm.get_by_text("本人，手印")).to_be_visible()
    firm.goto(f"/pay/{made['period']}/sheet/")
    expect(firm.get_by_text("4 人合计")).to_be_visible()
    pages = re.findall(rb"/Type\s*/Page\b(?!s)", firm.pdf(prefer_css_page_size=True))
    assert len(pages) == 1
