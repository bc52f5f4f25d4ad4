"""A rule has a start date and a source, and changes by adding a line."""

from collections.abc import Callable
from datetime import date, timedelta
from importlib.resources import files
from pathlib import Path

import pytest

from menkou import policy
from menkou.policy.loading import LAYERS, load
from menkou.policy.rules import Rules

DAY = date(2022, 2, 18)

Office = Callable[[str], str]


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """Writes the office's own file of parameters and gives its folder."""

    def write(text: str) -> str:
        (tmp_path / "office.toml").write_text(text, "utf-8")
        return str(tmp_path)

    return write


def line(name: str, since: str, value: str, source: str = '"本区文件"') -> str:
    return f"[[{name}]]\nfrom = {since}\nvalue = {value}\nsource = {source}\n"


def test_a_parameter_has_a_value_and_a_source() -> None:
    rules = policy.on(DAY)
    assert rules.value("counter.undo_minutes") == 5
    assert rules.value("counter.lockout_attempts") == 5
    assert rules.value("counter.lockout_minutes") == 15
    assert rules.value("small_cell") == 5
    assert rules.value("age_bands.bounds") == [60, 70, 80]
    assert rules.source("minimum_age.work") == "劳动法 第十五条、第九十四条"


def test_a_value_can_say_why() -> None:
    explained = policy.on(DAY).explain("part_time.hours_per_week")
    assert explained.startswith(
        "part_time.hours_per_week = 24 from 2008-01-01: 劳动合同法 第六十八条 (nation.toml)."
    )


def test_every_parameter_of_the_wheel_has_a_value_today_and_a_source() -> None:
    rules = policy.on(date(2026, 11, 24))
    for name in rules.names():
        assert rules.has(name)
        assert rules.source(name)


def test_the_parameters_lie_in_the_wheel() -> None:
    for layer in LAYERS:
        assert (files("menkou.policy") / "data" / layer).is_file()


def test_a_new_value_counts_from_its_day_and_the_old_one_before_it() -> None:
    start = date(2018, 5, 1)
    before, after = policy.on(start - timedelta(days=1)), policy.on(start)
    assert before.numbers("minimum_wage.monthly")[1] == 1400_0000
    assert after.numbers("minimum_wage.monthly")[1] == 1500_0000


def test_before_its_first_day_there_is_no_rule_and_it_says_so() -> None:
    rules = policy.on(date(2010, 1, 1))
    with pytest.raises(policy.NoRuleYet, match="starts on 2015-09-01") as refused:
        rules.value("minimum_wage.monthly")
    assert (refused.value.name, refused.value.day) == ("minimum_wage.monthly", date(2010, 1, 1))
    assert not rules.has("minimum_wage.monthly")


def test_an_unknown_parameter_is_named_with_the_nearest_one() -> None:
    with pytest.raises(policy.UnknownParameter, match=r"Is minimum_age\.work meant") as refused:
        policy.on(DAY).value("minimum_age.wrok")
    assert refused.value.name == "minimum_age.wrok"
    with pytest.raises(policy.UnknownParameter):
        policy.on(DAY).has("weather")


def test_a_value_of_another_kind_is_not_taken_for_the_one_that_was_asked_for() -> None:
    rules = policy.on(DAY)
    for ask in (rules.numbers, rules.words):
        with pytest.raises(TypeError):
            ask("small_cell")
    with pytest.raises(TypeError):
        rules.words("age_bands.bounds")
    with pytest.raises(TypeError):
        rules.number("age_bands.bounds")


def test_who_changes_a_list_that_she_got_changes_nothing() -> None:
    rules = policy.on(DAY)
    rules.numbers("age_bands.bounds").append(90)
    value = rules.value("age_bands.bounds")
    assert isinstance(value, list)
    value.clear()
    assert rules.numbers("age_bands.bounds") == [60, 70, 80]


def test_the_rules_of_a_day_are_read_once() -> None:
    assert policy.on(DAY) is policy.on(DAY)
    assert policy.on(DAY).hash == policy.on(date(2026, 1, 1)).hash
    assert len(policy.on(DAY).hash) == 64


def test_the_office_adds_a_line_and_it_counts_from_its_day(office: Office) -> None:
    folder = office(line("small_cell", "2022-03-01", "10"))
    assert policy.on(date(2022, 2, 28), folder).number("small_cell") == 5
    rules = policy.on(date(2022, 3, 1), folder)
    assert rules.number("small_cell") == 10
    assert rules.source("small_cell") == "本区文件"
    assert rules.entry("small_cell").file == "office.toml"
    assert rules.hash != policy.on(DAY).hash
    assert policy.on(date(2022, 3, 1)).number("small_cell") == 5


def test_from_the_same_day_the_office_has_the_last_word(office: Office) -> None:
    folder = office(line("part_time.hours_per_week", "2008-01-01", "20"))
    assert policy.on(DAY, folder).number("part_time.hours_per_week") == 20


def test_a_later_line_of_the_nation_ends_an_earlier_one_of_the_office(office: Office) -> None:
    folder = office(line("wage.ledger_years", "2019-01-01", "4"))
    assert policy.on(date(2019, 6, 1), folder).number("wage.ledger_years") == 4
    assert policy.on(date(2020, 5, 1), folder).number("wage.ledger_years") == 3


def test_of_two_files_of_the_office_the_later_name_counts(tmp_path: Path) -> None:
    (tmp_path / "1.toml").write_text(line("small_cell", "2022-01-01", "7"), "utf-8")
    (tmp_path / "2.toml").write_text(line("small_cell", "2022-01-01", "8"), "utf-8")
    assert Rules(DAY, load(str(tmp_path))).number("small_cell") == 8


def test_the_hash_goes_by_the_content_and_not_by_the_files(tmp_path: Path) -> None:
    lines = [line("small_cell", "2022-01-01", "7"), line("small_cell", "2023-01-01", "8")]
    one, two = tmp_path / "one", tmp_path / "two"
    one.mkdir()
    two.mkdir()
    (one / "all.toml").write_text("\n".join(reversed(lines)), "utf-8")
    for number, text in enumerate(lines):
        (two / f"{number}.toml").write_text(text, "utf-8")
    assert load(str(one)).hash == load(str(two)).hash != load().hash


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[[small_cell", "is not TOML"),
        ("small_cell = 7", "from, value and source"),
        ("[small_cell]\nvalue = 7", "from, value and source"),
        ("small_cell = [7]", "from, value and source"),
        (line("smal_cell", "2022-01-01", "7"), "Is small_cell meant"),
        (line("small_cell", "2022-01-01", "7", '" "'), "needs its source"),
        (line("small_cell", '"2022-01-01"', "7"), "needs a day"),
        (line("small_cell", "2022-01-01T00:00:00", "7"), "needs a day"),
        (line("small_cell", "2022-01-01", "0.5"), "whole number"),
        (line("small_cell", "2022-01-01", "true"), "whole number"),
        (line("small_cell", "2022-01-01", "[]"), "whole number"),
        (line("age_bands.bounds", "2022-01-01", '[60, "70"]'), "whole number"),
        (line("small_cell", "2022-01-01", '"7"'), "two kinds"),
        (line("small_cell", "2022-01-01", "7") + "until = 2023-01-01", "unknown keys: until"),
        (line("small_cell", "2022-01-01", "7") + "note = 1", "is no text"),
        (line("small_cell", "2022-01-01", "7") * 2, "two values from 2022-01-01"),
    ],
)
def test_a_slip_in_the_office_file_is_named(office: Office, text: str, sentence: str) -> None:
    with pytest.raises(policy.BadPolicy, match=sentence):
        load(office(text))


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(policy.BadPolicy, match="is not there"):
        load(str(tmp_path / "gone"))
