"""An office with two communities and a third that is not hers, and the lists that she brings."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from menkou.access.actions.grants import give_grant
from menkou.identity.models import User
from menkou.importing.actions.check import bring, read_file, run_check
from menkou.importing.actions.check import compare as compare_rows
from menkou.importing.actions.take_back import run_taking_back, start_taking_back
from menkou.importing.actions.write import run_write, start_write
from menkou.importing.checked import Checked, as_json
from menkou.importing.models import Import
from menkou.lib.identifiers import make_resident_id
from menkou.registry.models import Community, Division, Person, Site
from menkou.registry.queries.person import life, now
from tests.builders import moment
from tests.importing.ground import as_xlsx, lines_of

DAY = date(2022, 3, 1)
AT = moment(DAY, "09:00")
HEADS = (
    "户编号", "社区", "楼栋", "单元", "房号", "迁出县", "姓名", "身份证号", "与户主关系",
    "手机号", "劳动能力", "残疾类别", "残疾等级", "不能外出原因", "技能", "开户银行", "银行卡号",
)
FANG = make_resident_id("530600", date(1985, 5, 5), 2)
BING = make_resident_id("530600", date(1982, 1, 9), 1)
XIAO = make_resident_id("530600", date(2018, 7, 1), 4)


def row(**said: str) -> dict[str, str]:
    """A row of 王芳, head of H1, but for what is said otherwise (heads with their Chinese name)."""
    return {
        "户编号": "H1", "社区": "红路一社区", "楼栋": "3", "单元": "2", "房号": "501",
        "迁出县": "大关", "姓名": "王芳", "身份证号": FANG, "与户主关系": "户主",
    } | said


def bing(**said: str) -> dict[str, str]:
    """A row of 李兵, her husband."""
    return row(姓名="李兵", 身份证号=BING, 与户主关系="配偶") | said


@dataclass
class Office:
    officer: User
    community: Community
    other: Community
    elsewhere: Community
    district: User

    def content(self, *rows: dict[str, str]) -> bytes:
        heads = list(dict.fromkeys([*HEADS, *(name for one in rows for name in one)]))
        lines = [",".join(heads), *(",".join(one.get(head, "") for head in heads) for one in rows)]
        return "\n".join(lines).encode("gb18030")

    def check(
        self, *rows: dict[str, str], day: date = DAY, at: datetime = AT
    ) -> Checked:
        """What the rows come to; nothing is kept."""
        brought = Import(list="people", file_name="花名册.csv", day=day, by=self.officer)
        return compare_rows(brought, read_file("people", self.content(*rows), "花名册.csv"), at)

    def bring(self, *rows: dict[str, str], day: date = DAY, at: datetime = AT) -> Import:
        """A list, kept and checked."""
        made = bring(list_="people", content=self.content(*rows), name="花名册.csv", day=day,
                     by=self.officer, at=at)
        return run_check(imported=self.again(made), now=lambda: at)

    def write(self, *rows: dict[str, str], day: date = DAY, at: datetime = AT) -> Import:
        """A list whose good rows are written."""
        imported = self.again(self.bring(*rows, day=day, at=at))
        start_write(imported=imported, by=self.officer, at=at)
        return run_write(imported=self.again(imported), now=lambda: at)

    def check_list(
        self, list_: str, *rows: dict[str, Any], day: date = DAY, at: datetime = AT,
        by: User | None = None,
    ) -> Checked:
        """What the rows of any list come to; nothing is kept."""
        brought = Import(list=list_, file_name="名单.xlsx", day=day, by=by or self.officer)
        content = as_xlsx(名单=lines_of(rows))
        return compare_rows(brought, read_file(list_, content, "名单.xlsx"), at)

    def bring_list(
        self, list_: str, *rows: dict[str, Any], day: date = DAY, at: datetime = AT,
        by: User | None = None,
    ) -> Import:
        """Any list, kept and checked."""
        made = bring(list_=list_, content=as_xlsx(名单=lines_of(rows)), name="名单.xlsx", day=day,
                     by=by or self.officer, at=at)
        return self.again(run_check(imported=self.again(made), now=lambda: at))

    def write_list(
        self, list_: str, *rows: dict[str, Any], day: date = DAY, at: datetime = AT,
        by: User | None = None,
    ) -> Import:
        """Any list whose good rows are written."""
        imported = self.bring_list(list_, *rows, day=day, at=at, by=by)
        start_write(imported=imported, by=by or self.officer, at=at)
        return run_write(imported=self.again(imported), now=lambda: at)

    def take_back(self, imported: Import, at: datetime, by: User | None = None) -> Import:
        """A list that was written is taken back."""
        start_taking_back(imported=imported, by=by or self.officer, at=at)
        run_taking_back(imported=imported, by=by or self.officer, now=lambda: at)
        return self.again(imported)

    def again(self, imported: Import) -> Import:
        return Import.objects.select_related("by", "key").get(pk=imported.pk)

    def person(self, name: str) -> Person:
        return Person.objects.get(party__name=name)

    def home(self, name: str, day: date = DAY) -> tuple[str, ...]:
        """Community, building, unit, room of somebody on a day."""
        person = self.person(name)
        found = now(person, life(person), day).home
        return found.words if found else ()

    def traits(self, name: str, day: date = DAY) -> set[str]:
        person = self.person(name)
        return {event.words[0] for event in now(person, life(person), day).traits}


def wrong(checked: Checked) -> list[tuple[int, str, str]]:
    """Row, column and code of all that is wrong."""
    return [(one["row"], one["column"], one["code"]) for one in as_json(checked)["wrong"]]


def doubts(checked: Checked) -> list[tuple[int, str, str]]:
    """The same of all that is odd."""
    return [(one["row"], one["column"], one["code"]) for one in as_json(checked)["doubts"]]


def office() -> Office:
    division = Division.objects.create(code="530602", name="昭阳区")
    site = Site.objects.create(name="红路安置区", division=division)
    far = Site.objects.create(name="靖安安置区", division=division)
    mine = [Community.objects.create(site=site, name=f"红路{n}社区") for n in "一二"]
    hers = Community.objects.create(site=far, name="靖安社区")
    officer = User.objects.create(login="shequ", shown_name="示例何书记", kind="staff")
    given: dict[str, Any] = {"role": "community_officer", "from_day": date(2020, 1, 1)}
    for community in mine:
        give_grant(user=officer, unit=community, by=officer, at=AT, **given)
    district = User.objects.create(login="quxian", shown_name="示例陈主任", kind="staff")
    give_grant(user=district, role="district_officer", unit=division, from_day=date(2020, 1, 1),
               by=officer, at=AT)
    return Office(officer, *mine, hers, district)
