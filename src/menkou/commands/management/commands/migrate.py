from typing import Any

from django.core.management.commands.migrate import Command as Migrate
from django.db import connection

from menkou.identity import guards
from menkou.ledger.models import Job
from menkou.ledger.opening import open_books


class Command(Migrate):
    help = "Brings the tables up to date, and puts the guards of the append-only ones back."

    def handle(self, *args: Any, **options: Any) -> None:
        super().handle(*args, **options)
        guards.install()
        if Job._meta.db_table in connection.introspection.table_names():
            open_books()
