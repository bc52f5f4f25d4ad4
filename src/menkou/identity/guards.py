"""What the database itself refuses: changing or deleting a row of an append-only table.

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
)

PG_FUNCTION = """
CREATE OR REPLACE FUNCTION menkou_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$
"""


def _wanted() -> dict[str, str]:
    """Name of each guard -> the SQL that makes it."""
    wanted: dict[str, str] = {}
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
        for name in lost:
            if name.rsplit("_", 1)[0] in tables:
                cursor.execute(wanted[name])
