"""72,586 persons by XLSX, checked and written, beside reading the file and plain SQL of the rows.

python -m benchmarks.people [--persons N]      (into an empty database)
"""

import argparse
import json
import os
import resource
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

from benchmarks import ready

ready()

import xlsxwriter
from django.core.management import call_command
from python_calamine import CalamineWorkbook
from tests.builders import moment

from benchmarks.twin import Twin
from menkou.access.actions.grants import give_grant
from menkou.demo.families import Family, families
from menkou.identity.models import User
from menkou.importing.actions.check import bring, compare, keep, read_file
from menkou.importing.actions.write import run_write, start_write
from menkou.importing.models import Import
from menkou.registry.models import Community, Division, Person, Site

HOUSEHOLDS, PERSONS = 17_529, 72_586
SITES = 22
HEADS = (
    "户编号", "安置区", "社区", "楼栋", "单元", "房号", "迁出县", "姓名", "身份证号",
    "与户主关系", "手机号", "劳动能力", "残疾类别", "残疾等级", "不能外出原因", "技能",
    "开户银行", "银行卡号",
)
RELATIONS = {"head": "户主", "spouse": "配偶", "child": "子女", "parent": "父母"}
TABLES = {
    name: "party_id" if name == "registry_person" else "id"
    for name in (
        "registry_party", "identity_sealedkey", "registry_person", "registry_household",
        "registry_residence", "registry_membership", "registry_trait", "registry_skill",
        "registry_bankaccount", "identity_verblog",
    )
}
DAY, AT = date(2022, 2, 18), moment(date(2022, 2, 18), "09:00")


def rows_of(number: int, family: Family) -> list[list[str]]:
    site = number % SITES + 1
    door = [f"{number % 40 + 1}", f"{number % 3 + 1}", f"{number % 18 + 1}{number % 4 + 1:02}"]
    return [
        [family.number, f"{site}号安置区", f"{site}号社区", *door, family.from_county, one.name,
         one.id_number, RELATIONS[one.relation], one.phone,
         "半劳力" if one.relation == "parent" and one.age(DAY) < 75 else "", "", "",
         "带小孩" if one.sex == "f" and one.relation == "spouse" and len(family.members) > 3
         else "", "缝纫" if one.sex == "f" and number % 7 == 0 else "",
         "农村信用社" if one.bank else "", one.bank]
        for one in family.members
    ]


def write(path: Path, households: int, persons: int) -> None:
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet("花名册")
    sheet.write_row(0, 0, HEADS)
    at = 1
    for number, family in enumerate(families(Random(7), households, persons)):
        for row in rows_of(number, family):
            for column, text in enumerate(row):
                if text:
                    sheet.write_string(at, column, text)
            at += 1
    book.close()


def ground() -> User:
    """A district with its sites, and an officer who answers for it."""
    call_command("migrate", verbosity=0)
    division = Division.objects.create(code="530602", name="昭阳区")
    for number in range(1, SITES + 1):
        site = Site.objects.create(name=f"{number}号安置区", division=division)
        Community.objects.create(site=site, name=f"{number}号社区")
    officer = User.objects.create(login="quxian", shown_name="示例陈主任", kind="staff")
    give_grant(user=officer, role="district_officer", unit=division, from_day=date(2020, 1, 1),
               by=officer, at=AT)
    return officer


def timed(work: Callable[[], Any]) -> tuple[float, float, Any]:
    wall, cpu = time.perf_counter(), time.process_time()
    found = work()
    return time.perf_counter() - wall, time.process_time() - cpu, found


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--persons", type=int, default=PERSONS)
    persons = asked.parse_args().persons
    home = Path(os.environ["MENKOU_HOME"])
    home.mkdir(parents=True, exist_ok=True)
    path = home / f"people-{persons}.xlsx"
    if not path.exists():
        write(path, persons * HOUSEHOLDS // PERSONS, persons)
    officer = ground()
    twin = Twin(home)
    content = path.read_bytes()
    reading, reading_cpu, _ = timed(
        lambda: CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    )
    brought = Import(list="people", file_name=path.name, day=DAY, by=officer)
    parse, parse_cpu, rows = timed(lambda: read_file("people", content, path.name))
    check, check_cpu, checked = timed(lambda: compare(brought, rows, AT))
    assert checked.counts == {"added": persons}, (checked.counts, checked.said[:3])

    def apply() -> None:
        made = bring(list_="people", content=content, name=path.name, day=DAY, by=officer, at=AT)
        keep(made, checked, AT)
        made = Import.objects.select_related("by", "key").get(pk=made.pk)
        run_write(imported=start_write(imported=made, by=officer, at=AT), now=lambda: AT, rows=rows)

    writing, writing_cpu, _ = timed(apply)
    assert Person.objects.count() == persons
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    again, again_cpu, checked = timed(lambda: compare(brought, rows, AT))
    assert checked.counts == {"unchanged": persons}, checked.counts
    plain, written = twin.follow(TABLES)
    ours = parse + check + writing
    print(json.dumps({
        "persons": persons, "read_s": reading, "plain_sql_s": plain, "plain_rows": written,
        "parse_s": parse, "check_s": check, "write_s": writing, "again_s": again,
        "ours_s": ours, "ratio": ours / (reading + plain), "memory_mb": memory,
        "cpu": {"read": reading_cpu, "parse": parse_cpu, "check": check_cpu,
                "write": writing_cpu, "again": again_cpu},
    }))


if __name__ == "__main__":
    main()
