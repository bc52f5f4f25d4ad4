"""Lists that somebody in each place of the matrix's world brought, in each state that matters."""

from typing import Any

from menkou.identity.models import User
from menkou.importing import sealed
from menkou.importing.models import Finding, Import, Row
from tests.builders import Floor
from tests.importing.ground import as_csv, lines_of
from tests.importing.office import row

PEOPLE = as_csv(lines_of([row(身份证号="123")]))


def brought(hall: Floor, flower: str) -> dict[str, Any]:
    """One that is checked, with a question; one that is being written; one that is done."""
    checked = _made(hall, flower, Import.State.CHECKED)
    asked = Row.objects.create(imported=checked, row=3, kind=Row.Kind.QUESTION, shown=flower)
    Finding.objects.create(row=asked, column="姓名", letter="G", code="alike", shown=flower,
                           params={"name": flower, "count": 1})
    wrong = Row.objects.create(imported=checked, sheet="", row=2, kind=Row.Kind.WRONG)
    Finding.objects.create(row=wrong, column="身份证号", letter="H", code="id_length")
    return {
        "import": checked.pk, "import_row": (checked.pk, asked.pk),
        "import_writing": _made(hall, flower, Import.State.WRITING).pk,
        "import_done": _made(hall, flower, Import.State.DONE).pk,
    }


def _made(hall: Floor, flower: str, state: str) -> Import:
    by: User = hall.clerk
    made = Import.objects.create(
        list="people", file_name=f"{flower}.csv", size=len(PEOPLE), day=hall.now.date(),
        digest=sealed.digest(PEOPLE), by=by, at=hall.now, beat_at=hall.now, state=state, total=3,
        looked=3, added=1, wrong=1, questions=1, cursor=3 if state == Import.State.DONE else 0,
    )
    made.key = sealed.put(made, PEOPLE)
    made.save(update_fields=["key"])
    return made
