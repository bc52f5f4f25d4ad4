"""The bank's answer is read row by row: what it says is kept, what it does not is not guessed."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from menkou.settlement.banks import (
    PROBLEM_WORDS,
    REASON_WORDS,
    AnswerRow,
    BadAnswer,
    PayRow,
    Template,
    read,
)
from menkou.settlement.banks.template import PROBLEMS, REASONS
from tests.settlement.banks.ground import (
    TABLES,
    TEMPLATES,
    Sent,
    as_text,
    as_xlsx,
    batches,
    heads_of,
    lines_of,
)

ABC = TEMPLATES["abc"]


def one(sent: Sent, template: Template = ABC) -> AnswerRow:
    """The one row of an answer."""
    [row] = read(template, "回单.xlsx", as_xlsx(lines_of(template, [sent])))
    return row


def test_five_different_rows_get_five_different_answers_and_the_others_are_read() -> None:
    """peers §6 (g): empty receipt, unknown code, wrong amount, repeated row, leading zeros."""
    rows = [
        Sent("GZ000001", "6228480000000000001", "王芳", "100.00", "成功"),
        Sent("GZ000002", "6228480000000000002", "李梅", "100.00", ""),
        Sent("GZ000003", "6228480000000000003", "张兰", "100.00", "E777"),
        Sent("GZ000004", "6228480000000000004", "赵云", "1OO.00", "成功"),
        Sent("GZ000001", "6228480000000000001", "王芳", "100.00", "成功"),
        Sent("GZ000005", "0062284801234567890", "马花", "99.99", "失败", "户名不符"),
        Sent("GZ000006", "6228480000000000006", "陈英", "100.00", "成功"),
    ]
    for content in (as_xlsx(lines_of(ABC, rows)), as_text(lines_of(ABC, rows))):
        found = read(ABC, "回单", content)
        assert [(row.row, row.reference, row.accepted, row.problem) for row in found] == [
            (2, "GZ000001", True, ""),
            (3, "GZ000002", None, "result_empty"),
            (4, "GZ000003", None, "result_unreadable"),
            (5, "GZ000004", True, "amount_unreadable"),
            (6, "GZ000001", True, ""),
            (7, "GZ000005", False, ""),
            (8, "GZ000006", True, ""),
        ]
        assert found[3].amount is None
        assert found[5].account == "0062284801234567890"
        assert (found[5].code, found[5].reason, found[5].amount) == (
            "name_mismatch", "户名不符", 99_9900,
        )
        assert read(ABC, "回单", content) == found


@pytest.mark.parametrize("template", TABLES, ids=lambda template: template.code)
@given(rows=batches(), order=st.randoms(use_true_random=False), titles=st.integers(0, 3))
def test_heads_are_found_in_any_order_below_any_title(
    template: Template, rows: list[PayRow], order: object, titles: int
) -> None:
    pairs = list(heads_of(template).items())
    order.shuffle(pairs)  # type: ignore[attr-defined]
    sent = [
        Sent(row.reference, row.account, row.name, f"{row.amount // 100 / 100:,.2f}",
             template.answer.success[0])
        for row in rows
    ]
    lines = [["代发结果"], [], ["日期", "2022-02-28"]][:titles]
    lines += lines_of(template, sent, heads=dict(pairs))
    delimiter = template.answer.delimiter
    for content in (
        as_xlsx(lines),
        as_text(lines, "gb18030", delimiter),
        as_text(lines, "utf-8", delimiter),
        as_text(lines, "utf-8-sig", "\t"),
    ):
        assert read(template, "回单", content) == [
            AnswerRow(titles + 1 + place, row.reference, row.account, row.name, row.amount,
                      True, "", "", "")
            for place, row in enumerate(rows, 1)
        ]


def test_any_of_several_heads_will_do_with_stars_blanks_and_units() -> None:
    heads = {
        "account": "* 账　号", "amount": "实发金额(元)", "result": "处理结果", "reason": "摘要"
    }
    content = as_xlsx(lines_of(ABC, [Sent(reason="销户", result="失败")], heads=heads))
    [row] = read(ABC, "回单", content)
    assert (row.reference, row.amount, row.code) == ("", 1207_4500, "closed")


@pytest.mark.parametrize(
    ("result", "reason", "accepted", "code", "problem"),
    [
        ("成功", "", True, "", ""),
        (" 成 功 ", "交易正常", True, "", ""),
        ("ｓ", "", True, "", ""),
        ("失败", "账户已冻结，请核实", False, "frozen", ""),
        ("失败", "天气不好", False, "other", ""),
        ("失败", "", False, "other", ""),
        ("户名不符", "", False, "name_mismatch", ""),
        ("不成功", "", None, "", "result_unreadable"),
        ("成功？", "", None, "", "result_unreadable"),
        ("成功", "户名不符", None, "", "result_contradicts"),
        ("处理中", "", None, "", "result_pending"),
        ("", "户名不符", None, "", "result_empty"),
    ],
)
def test_only_a_word_that_the_template_knows_pays_or_refuses(
    result: str, reason: str, accepted: bool | None, code: str, problem: str
) -> None:
    row = one(Sent(result=result, reason=reason))
    assert (row.accepted, row.code, row.problem) == (accepted, code, problem)


@pytest.mark.parametrize(
    ("cell", "amount", "problem"),
    [
        ("1,207.45", 1207_4500, ""),
        ("１，２０７．４５", 1207_4500, ""),
        ("￥1207.45元", 1207_4500, ""),
        (1207.45, 1207_4500, ""),
        (0.1 + 0.2, 3000, ""),
        (300, 300_0000, ""),
        ("", None, ""),
        ("12,07.45", None, "amount_unreadable"),
        ("壹佰元", None, "amount_unreadable"),
        (1e22, None, "amount_unreadable"),
        ("NaN", None, "amount_unreadable"),
    ],
)
def test_an_amount_is_read_exactly_or_not_at_all(
    cell: object, amount: int | None, problem: str
) -> None:
    row = one(Sent(amount=cell))
    assert (row.amount, row.problem) == (amount, problem)


@pytest.mark.parametrize(
    ("cell", "account", "problem"),
    [
        ("0062284801234567890", "0062284801234567890", ""),
        ("００６２２８４８", "00622848", ""),
        ("6228 4801 2345 6789 012", "6228480123456789012", ""),
        ("'0062284801234567890", "0062284801234567890", ""),
        ('="0062284801234567890"', "0062284801234567890", ""),
        (622848012345678, "622848012345678", ""),
        (6228480123456789012, "6.22848012345679E+18", "account_unreadable"),
        ("6.22848E+18", "6.22848E+18", "account_unreadable"),
        ("6.2E+18", "6.2E+18", "account_unreadable"),
        ("622848******9012", "622848******9012", ""),
    ],
)
def test_an_account_keeps_its_digits_or_says_that_excel_took_them(
    cell: object, account: str, problem: str
) -> None:
    row = one(Sent(account=cell))
    assert (row.account, row.problem) == (account, problem)


def test_blank_lines_totals_and_repeated_heads_are_no_payments() -> None:
    lines = lines_of(ABC, [Sent(), Sent(reference="GZ000124")])
    lines.insert(2, [])
    lines.insert(3, lines[0])
    lines.append(["合计", "", "", "2,414.90"])
    found = read(ABC, "回单.xlsx", as_xlsx(lines))
    assert [(row.row, row.reference) for row in found] == [(2, "GZ000123"), (5, "GZ000124")]


def test_a_row_that_names_nobody_is_shown_and_not_dropped() -> None:
    rows = [Sent(), Sent(reference="", account="")]
    found = read(ABC, "回单.xlsx", as_xlsx(lines_of(ABC, rows)))
    assert [row.problem for row in found] == ["", "row_unnamed"]


def test_an_empty_cell_is_empty_whatever_the_sheet_makes_of_it() -> None:
    [row] = read(ABC, "回单", as_xlsx(lines_of(ABC, [Sent(name="", amount="", result="")])))
    assert (row.name, row.amount, row.accepted, row.reason) == ("", None, None, "")


def test_a_bank_that_lists_only_failures_refuses_each_row() -> None:
    answer = replace(ABC.answer, only_failures=True)
    heads = {field: word for field, word in heads_of(ABC).items() if field != "result"}
    lines = lines_of(ABC, [Sent(reason="已销户")], heads=heads)
    [row] = read(replace(ABC, answer=answer), "失败清单", as_xlsx(lines))
    assert (row.accepted, row.code, row.problem) == (False, "closed", "")


def test_without_a_head_the_sentence_names_the_heads_that_were_looked_for() -> None:
    with pytest.raises(BadAnswer, match="客户流水号/流水号、收款方账号/账号") as refused:
        read(ABC, "回单.xlsx", as_xlsx([["姓名", "电话"], ["王芳", "1"]]))
    assert refused.value.code == "no_header"


def test_two_sheets_that_look_like_answers_are_not_read_as_one() -> None:
    lines = lines_of(ABC, [Sent()])
    with pytest.raises(BadAnswer) as refused:
        read(ABC, "回单.xlsx", as_xlsx(lines, lines))
    assert refused.value.code == "sheets"
    assert len(read(ABC, "回单.xlsx", as_xlsx([["说明"]], lines, [["备注"]]))) == 1


def test_a_quote_that_is_never_closed_swallows_no_payment() -> None:
    text = "客户流水号,户名,状态\nGZ000001,\"王芳,成功\nGZ000002,李梅,成功\n"
    found = read(ABC, "回单.csv", text.encode("gb18030"))
    assert [(row.row, row.reference, row.accepted) for row in found] == [
        (2, "GZ000001", True), (3, "GZ000002", True),
    ]


def test_heads_alone_are_no_answer() -> None:
    with pytest.raises(BadAnswer) as refused:
        read(ABC, "回单.xlsx", as_xlsx(lines_of(ABC, [])))
    assert refused.value.code == "no_rows"


def test_every_reason_and_problem_has_its_words() -> None:
    assert set(REASON_WORDS) == set(REASONS)
    assert set(PROBLEM_WORDS) == set(PROBLEMS)
