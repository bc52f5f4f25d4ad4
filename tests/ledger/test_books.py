"""The database itself refuses; `verify` names what is wrong; other programs accept the books."""

import shutil
import subprocess
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, models, transaction

from menkou.identity import guards
from menkou.ledger.actions.seal import checkpoint, seal
from menkou.ledger.models import Checkpoint, Seal, Transfer
from menkou.ledger.queries.proof import prove_balances, prove_seals, prove_transfers
from tests.builders import START, Floor, floor

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall() -> Floor:
    hall = floor()
    hall.arrive(hall.rattan, 20_000)
    wang = hall.weaver("王芳")
    ticket = hall.ticket((wang, 1), pieces=12)
    hall.send(hall.fact("receipt", START, "15:00",
                        {"ticket": ticket.pk, "carrier": wang.pk, "good": 5}))
    return hall


def statements() -> list[str]:
    common = [
        "UPDATE ledger_transfer SET quantity = quantity + 1",
        "DELETE FROM ledger_transfer",
        "UPDATE facts_fact SET kind = 'issue'",
        "DELETE FROM ledger_wage",
        "UPDATE ledger_wage SET rate = 1",
    ]
    if connection.vendor == "postgresql":
        return [*common, "TRUNCATE ledger_transfer CASCADE"]
    return [*common, "INSERT OR REPLACE INTO ledger_transfer SELECT * FROM ledger_transfer"]


def test_the_database_refuses_to_change_or_drop_what_was_booked(hall: Floor) -> None:
    if connection.vendor == "postgresql":
        connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")
    for sql in statements():
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            connection.cursor().execute(sql)


def without_guards(sql: str) -> None:
    """Someone with the file in hand changes it, as no program of ours can."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL session_replication_role = replica")
        else:
            for name in guards._present():
                cursor.execute(f"DROP TRIGGER {name}")
        cursor.execute(sql)
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL session_replication_role = DEFAULT")
    guards.install()


def test_verify_names_the_transfer_of_which_one_field_was_changed(hall: Floor) -> None:
    assert not [*prove_transfers(), *prove_balances()]
    victim = Transfer.objects.order_by("pk")[1]
    without_guards(f"UPDATE ledger_transfer SET day = '2022-01-02' WHERE id = {victim.pk}")
    assert [finding.key for finding in prove_transfers()] == [victim.pk]
    out = StringIO()
    with pytest.raises(SystemExit):
        call_command("verify", "--all", stdout=out)
    assert f"transfer {victim.pk}: is not what was booked" in out.getvalue()


def test_a_changed_wage_is_found_under_its_transfer(hall: Floor) -> None:
    paid = Transfer.objects.get(wage__isnull=False)
    without_guards("UPDATE ledger_wage SET quantity = 6")
    assert [finding.key for finding in prove_transfers()] == [paid.pk]


def test_a_removed_transfer_breaks_the_balances(hall: Floor) -> None:
    last = Transfer.objects.order_by("pk").last()
    assert last is not None
    without_guards(f"DELETE FROM ledger_wage WHERE transfer_id = {last.pk}")
    without_guards(f"DELETE FROM ledger_transfer WHERE id = {last.pk}")
    assert {finding.noun for finding in prove_balances()} == {"balance"}


def test_a_missing_guard_is_named_and_put_back_by_migrate(hall: Floor) -> None:
    drop = "DROP TRIGGER ledger_transfer_update"
    if connection.vendor == "postgresql":
        drop = "DROP TRIGGER ledger_transfer_rows ON ledger_transfer"
    connection.cursor().execute(drop)
    assert guards.missing()
    call_command("migrate", verbosity=0)
    assert not guards.missing()


@pytest.mark.django_db(transaction=True)
def test_guards_survive_a_migration_that_rebuilds_the_table() -> None:
    field = models.IntegerField(null=True)
    field.set_attributes_from_name("later")
    field.model = Transfer
    with connection.schema_editor() as editor:
        editor.add_field(Transfer, field)
        editor.remove_field(Transfer, field)
    call_command("migrate", verbosity=0)
    assert not guards.missing()


@pytest.mark.django_db(transaction=True)
def test_seals_cover_all_transfers_once_and_stand_on_each_other() -> None:
    hall = floor()
    hall.arrive(hall.rattan, 1_000)
    first = seal(at=hall.now)
    assert seal(at=hall.now) is None
    hall.arrive(hall.rattan, 2_000)
    second = seal(at=hall.now)
    assert first is not None
    assert second is not None
    assert (second.first, second.before) == (first.last + 1, first)
    assert not list(prove_seals())
    checkpoint(second)
    assert Checkpoint.objects.filter(seal=second).count() == 2
    assert Seal.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_verify_proves_and_seals() -> None:
    hall = floor()
    hall.arrive(hall.rattan, 1_000)
    out = StringIO()
    call_command("verify", stdout=out)
    assert "WRONG" not in out.getvalue()
    assert "sealed up to" in out.getvalue()


def test_hledger_accepts_the_books(hall: Floor, tmp_path: Path) -> None:
    if shutil.which("hledger") is None:
        pytest.skip("hledger is not installed (Debian package hledger)")
    out = StringIO()
    call_command("ledger", "export", "--format", "hledger", stdout=out)
    journal = tmp_path / "books.journal"
    journal.write_text(out.getvalue())
    subprocess.run(["hledger", "-f", journal, "check"], check=True)
    assert "wages_owed" in out.getvalue()
    with pytest.raises(CommandError):
        call_command("ledger", "shred")
