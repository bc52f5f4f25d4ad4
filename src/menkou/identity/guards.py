"""What the database itself refuses: changing or deleting a row of an append-only table, and
anything that would change a settlement period that is closed.

The guards are put back by `install` after every migrate, on both engines: a later rebuild of a
table by Django on SQLite drops triggers silently. `missing` lists those that aren't there; start-up
and `verify` fail on any. The one place, with `identity.bulk`, where SQL differs by engine.
"""

from django.db import connection

# Each append-only table of the house.
APPEND_ONLY = (
    "identity_verblog",
    "facts_fact",
    "ledger_transfer",
    "ledger_wage",
    "ledger_seal",
    "ledger_checkpoint",
    "ledger_sealedwages",
    "settlement_approval",
    "settlement_confirmation",
    "settlement_answerfile",
)

# Each table of which the rows of a closed period stand for good -> whether `{row}` is such a row.
CLOSED = {
    "settlement_period": "{row}.state = 'closed'",
    "settlement_slip": (
        "EXISTS (SELECT 1 FROM settlement_period p WHERE p.id = {row}.period_id "
        "AND p.state = 'closed')"
    ),
    "settlement_line": (
        "EXISTS (SELECT 1 FROM settlement_slip s JOIN settlement_period p ON p.id = s.period_id "
        "WHERE s.id = {row}.slip_id AND p.state = 'closed')"
    ),
}

PG_FUNCTION = """
CREATE OR REPLACE FUNCTION menkou_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$
"""

# A new row is looked at with all those of its statement: one by one would cost as much as they do.
PG_CLOSED = """
CREATE OR REPLACE FUNCTION menkou_closed_{table}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF EXISTS (SELECT 1 FROM made WHERE {made}) THEN
      RAISE EXCEPTION '% of a closed period', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
  END IF;
  IF {old} THEN
    RAISE EXCEPTION '% of a closed period', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
  END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END $$
"""


def _closed_wanted() -> dict[str, str]:
    """The guards of closed periods. A period itself may be made, and closed, but not after that."""
    wanted = {}
    for table, closed in CLOSED.items():
        old, new = closed.format(row="OLD"), closed.format(row="NEW")
        events = ("update", "delete") if table == "settlement_period" else (
            "insert", "update", "delete"
        )
        if connection.vendor == "postgresql":
            wanted[f"{table}_closed"] = (
                f"CREATE TRIGGER {table}_closed BEFORE UPDATE OR DELETE ON {table} "
                f"FOR EACH ROW EXECUTE FUNCTION menkou_closed_{table}()"
            )
            if "insert" in events:
                wanted[f"{table}_new"] = (
                    f"CREATE TRIGGER {table}_new AFTER INSERT ON {table} "
                    "REFERENCING NEW TABLE AS made FOR EACH STATEMENT "
                    f"EXECUTE FUNCTION menkou_closed_{table}()"
                )
            continue
        for event in events:
            when = new if event == "insert" else old
            wanted[f"{table}_{event}"] = (
                f"CREATE TRIGGER {table}_{event} BEFORE {event.upper()} ON {table} WHEN {when} "
                f"BEGIN SELECT RAISE(ABORT, '{table} of a closed period'); END"
            )
    return wanted


def _wanted() -> dict[str, str]:
    """Name of each guard -> the SQL that makes it."""
    wanted: dict[str, str] = _closed_wanted()
    for table in APPEND_ONLY:
        if connection.vendor == "postgresql":
            wanted[f"{table}_rows"] = (
                f"CREATE TRIGGER {table}_rows BEFORE UPDATE OR DELETE ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION menkou_append_only()"
            )
            wanted[f"{table}_whole"] = (
                f"CREATE TRIGGER {table}_whole BEFORE TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION menkou_append_only()"
            )
        else:
            for event in ("update", "delete"):
                wanted[f"{table}_{event}"] = (
                    f"CREATE TRIGGER {table}_{event} BEFORE {event.upper()} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
                )
    return wanted


def _present() -> set[str]:
    sql = (
        "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return {name for (name,) in cursor.fetchall()}


def missing() -> list[str]:
    """Names of the guards that should stand in the database and don't, in order."""
    return sorted(set(_wanted()) - _present())


def install() -> None:
    """Puts back every guard that is missing, on tables that exist."""
    tables = set(connection.introspection.table_names())
    lost = missing()
    wanted = _wanted()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(PG_FUNCTION)
            for table, closed in CLOSED.items():
                cursor.execute(PG_CLOSED.format(
                    table=table, made=closed.format(row="made"), old=closed.format(row="OLD")
                ))
        for name in lost:
            if name.rsplit("_", 1)[0] in tables:
                cursor.execute(wanted[name])
