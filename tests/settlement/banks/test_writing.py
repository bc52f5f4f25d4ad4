"""The bank gets each yuan, each name and each digit of an account just as we have them."""

import csv
import zipfile
from dataclasses import replace
from io import BytesIO, StringIO

import pytest
from hypothesis import given
from python_calamine import CalamineWorkbook

from menkou.lib.exact import FACTOR_YUAN, parse
from menkou.settlement.banks import BadPayFile, BankFile, PayRow, Template, write
from tests.settlement.banks.ground import HEAD, RARE, TABLES, TEMPLATES, WANG, batches


def paid(template: Template, file: BankFile) -> list[tuple[str, str, str, int]]:
    """Reference, account, name and amount of each payment, by a reader that is not ours."""
    skip = len(template.above) + template.header
    if template.format == "xlsx":
        sheet = CalamineWorkbook.from_filelike(BytesIO(file.content)).get_sheet_by_index(0)
        lines = sheet.to_python(skip_empty_area=False)
    else:
        text = file.content.decode(template.encoding)
        lines = list(csv.reader(StringIO(text, newline=""), delimiter=template.delimiter))
    rows = lines[skip : len(lines) - len(template.below)]
    place = {column.field: c for c, column in enumerate(template.columns)}
    found = []
    for row in rows:
        reference, account, name = (row[place[key]] for key in ("reference", "account", "name"))
        assert isinstance(account, str)
        amount = parse(f"{row[place['amount']]:.2f}" if template.format == "xlsx"
                       else str(row[place["amount"]]), FACTOR_YUAN)
        found.append((str(reference), account, str(name), amount))
    return found


@pytest.mark.parametrize("template", TABLES, ids=lambda template: template.code)
@given(rows=batches())
def test_each_payment_is_in_the_file_to_the_last_digit(
    template: Template, rows: list[PayRow]
) -> None:
    file = write(template, HEAD, rows)
    assert paid(template, file) == [(r.reference, r.account, r.name, r.amount) for r in rows]
    assert (file.count, file.total) == (len(rows), sum(row.amount for row in rows))


def test_the_file_of_the_agricultural_bank_is_what_its_template_says() -> None:
    file = write(TEMPLATES["abc"], HEAD, [WANG, RARE])
    assert file.name == "DF20220228_GZ-2022-02-001.csv"
    assert file.content.decode("gb18030").splitlines() == [
        '"序号","收款方账号","收款方户名","金额（元）","开户行","客户流水号","附言"',
        '1,"0062284801234567890","王芳",1207.45,"昭阳农信","GZ000123",""',
        '2,"6228480123456789","𠮷克·䶮㛃",10.00,"","GZ000124","二月工资"',
    ]


def test_the_bank_of_china_gets_its_fixed_code_name_and_control_line() -> None:
    file = write(TEMPLATES["boc"], HEAD, [WANG, RARE])
    assert file.name == "PAYROLL.txt"
    assert file.content.decode("gb18030").split("\r\n") == [
        "5300000123456789012|20220228|2|1217.45",
        "1|41995|0062284801234567890|王芳|1207.45|GZ000123|",
        "2|41995|6228480123456789|𠮷克·䶮㛃|10.00|GZ000124|二月工资",
        "",
    ]


def test_the_sheet_of_the_rural_credit_has_totals_and_accounts_as_text() -> None:
    file = write(TEMPLATES["rural_credit"], HEAD, [WANG, RARE])
    assert file.name == "代发_GZ-2022-02-001.xlsx"
    rows = CalamineWorkbook.from_filelike(BytesIO(file.content)).get_sheet_by_name("代发明细")
    lines = rows.to_python(skip_empty_area=False)
    assert lines[1][:4] == ["总笔数", 2, "总金额", 1217.45]
    assert lines[2][:4] == ["序号", "账号", "户名", "金额"]
    assert lines[3][1] == "0062284801234567890"
    assert lines[-1][:4] == ["合计", "", "", 1217.45]
    with zipfile.ZipFile(BytesIO(file.content)) as parts:
        styles = parts.read("xl/styles.xml").decode()
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
    assert 'formatCode="@"' in styles or 'numFmtId="49"' in styles  # 49: the built-in format @
    assert "<v>1207.45</v>" in sheet
    assert "<f>" not in sheet


@pytest.mark.parametrize("sign", list("=+-@＝＋－＠"))
def test_a_name_is_never_a_formula(sign: str) -> None:
    evil = replace(WANG, name=f"{sign}HYPERLINK(1)")
    for code in ("abc", "boc"):
        with pytest.raises(BadPayFile) as refused:
            write(TEMPLATES[code], HEAD, [evil])
        assert refused.value.code == "formula"
        assert "GZ000123" in str(refused.value)
    sheet = write(TEMPLATES["rural_credit"], HEAD, [evil])
    with zipfile.ZipFile(BytesIO(sheet.content)) as parts:
        assert "<f>" not in parts.read("xl/worksheets/sheet1.xml").decode()
    assert paid(TEMPLATES["rural_credit"], sheet)[0][2] == evil.name


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([], "empty"),
        ([WANG, replace(RARE, reference="GZ000123")], "twice"),
        ([replace(WANG, reference="工资 1")], "reference"),
        ([replace(WANG, account="6.2E+18")], "account"),
        ([replace(WANG, account="")], "account"),
        ([replace(WANG, name=" ")], "name"),
        ([replace(WANG, name="王\n芳")], "letter"),
        ([replace(WANG, name="王\ud800")], "letter"),
        ([replace(WANG, amount=0)], "amount"),
        ([replace(WANG, amount=-100)], "amount"),
        ([replace(WANG, amount=1207_4550)], "fen"),
        ([replace(WANG, amount=10**16)], "large"),
    ],
)
@pytest.mark.parametrize("template", TEMPLATES.values(), ids=lambda template: template.code)
def test_what_no_bank_could_pay_is_refused_in_a_sentence(
    template: Template, rows: list[PayRow], code: str
) -> None:
    with pytest.raises(BadPayFile) as refused:
        write(template, HEAD, rows)
    assert refused.value.code == code
    assert str(refused.value) != code
    assert WANG.account not in str(refused.value)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"number": "二月"}, "number"),
        ({"payer_account": "无"}, "payer_account"),
        ({"payer": " "}, "payer"),
        ({"purpose": "工\0资"}, "letter"),
    ],
)
def test_a_head_that_no_bank_could_read_is_refused(change: dict[str, str], code: str) -> None:
    with pytest.raises(BadPayFile) as refused:
        write(TEMPLATES["abc"], replace(HEAD, **change), [WANG])  # type: ignore[arg-type]
    assert refused.value.code == code


def test_the_bank_s_own_delimiter_in_a_text_is_refused_and_in_csv_is_quoted() -> None:
    with pytest.raises(BadPayFile) as refused:
        write(TEMPLATES["boc"], HEAD, [replace(WANG, remark="二月|工资")])
    assert refused.value.code == "delimiter"
    comma = replace(WANG, name='王,"芳')
    assert paid(TEMPLATES["abc"], write(TEMPLATES["abc"], HEAD, [comma]))[0][2] == comma.name


def test_blanks_around_and_within_an_account_are_taken_out() -> None:
    spaced = replace(WANG, account=" 0062 2848 0123 4567 890 ", name=" 王芳 ")
    assert write(TEMPLATES["boc"], HEAD, [spaced]) == write(TEMPLATES["boc"], HEAD, [WANG])
