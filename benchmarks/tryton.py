"""The peer: what Tryton does of the same month, by its own modules, on a PostgreSQL.

`.venv/peer/bin/python benchmarks/tryton.py URL --slips 500 --movements 5000`; nothing of Menkou is
imported. A slip is a supplier's invoice of one line to a worker, validated and posted: the paper
by which Tryton owes somebody money. It is handed the sum of her month, which ours adds up from
twenty-five receipts. A movement is one `stock.move` of supplied material into the store, done.
Both are made a hundred at a time in one transaction, which suits it best. A person is one row of a
list, with a door and a telephone, read by its own `import_data` in one call, as its client sends
a file. Prints JSON.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
from trytond import config
from trytond.pool import Pool
from trytond.transaction import Transaction, TransactionError

AT_ONCE = 100


def activated(url: str, name: str) -> None:
    """A database of its own with the modules of accounts, invoices and stock."""
    with tempfile.TemporaryDirectory() as folder:
        password = Path(folder, "password")
        password.write_text("menkou-bench-1")
        settings = Path(folder, "trytond.conf")
        settings.write_text(f"[database]\nuri = {url}\n")
        subprocess.run(
            [Path(sys.executable).with_name("trytond-admin"), "-c", settings, "-d", name,
             "-u", "account_invoice", "stock", "--activate-dependencies", "--email", "a@example"],
            check=True, stdout=subprocess.DEVNULL,
            env=os.environ | {"TRYTONPASSFILE": str(password)},
        )  # fmt: skip


def grounded() -> dict[str, int]:
    """A company, its accounts and this year, one service and one material."""
    from trytond.modules.account.tests import create_chart, get_fiscalyear
    from trytond.modules.account_invoice.tests import set_invoice_sequences
    from trytond.modules.company.tests import create_company

    pool = Pool()
    get = pool.get
    company = create_company()
    with Transaction().set_context(company=company.id, companies=[company.id]):
        create_chart(company)
        year = set_invoice_sequences(get_fiscalyear(company))
        year.save()
        get("account.fiscalyear").create_period([year])
        (expense,) = get("account.account").search([("type.expense", "=", True)], limit=1)
        (payable,) = get("account.account").search(
            [("type.payable", "=", True), ("party_required", "=", True)], limit=1
        )
        (journal,) = get("account.journal").search([("type", "=", "expense")], limit=1)
        (kilo,) = get("product.uom").search([("name", "=", "Kilogram")])
        (template,) = get("product.template").create([
            {"name": "rattan", "type": "goods", "default_uom": kilo.id,
             "products": [("create", [{}])]},
        ])  # fmt: skip
        (supplier,) = get("stock.location").search([("type", "=", "supplier")], limit=1)
        (store,) = get("stock.location").search([("type", "=", "storage")], limit=1)
    return {
        "company": company.id, "expense": expense.id, "payable": payable.id, "store": store.id,
        "journal": journal.id, "material": template.products[0].id, "kilo": kilo.id,
        "supplier": supplier.id, "currency": company.currency.id,
    }  # fmt: skip


def workers(count: int) -> list[int]:
    party = Pool().get("party.party")
    made = party.create([{"name": f"w{n}", "addresses": [("create", [{}])]} for n in range(count)])
    return [one.id for one in made]


def slips(ground: dict[str, int], people: list[int]) -> None:
    get = Pool().get
    party, invoice = get("party.party"), get("account.invoice")
    day = get("ir.date").today()
    made = invoice.create([
        {
            "type": "in", "company": ground["company"], "party": person.id,
            "invoice_address": person.addresses[0].id, "journal": ground["journal"],
            "account": ground["payable"], "currency": ground["currency"], "invoice_date": day,
            "reference": f"{person.id}",
            "lines": [("create", [{
                "type": "line", "account": ground["expense"], "quantity": 300,
                "unit_price": Decimal("0.5"), "currency": ground["currency"],
                "company": ground["company"],
            }])],
        }
        for person in party.browse(people)
    ])  # fmt: skip
    invoice.validate_invoice(made)
    invoice.post(made)


def movements(ground: dict[str, int], count: int) -> None:
    move = Pool().get("stock.move")
    made = move.create([
        {
            "product": ground["material"], "unit": ground["kilo"], "quantity": 3.6,
            "from_location": ground["supplier"], "to_location": ground["store"],
            "company": ground["company"], "currency": ground["currency"],
            "unit_price": Decimal("1"),
        }
    ] * count)  # fmt: skip
    move.do(made)


def persons(rows: list[list[str]]) -> None:
    fields = ["name", "addresses/street", "contact_mechanisms/type", "contact_mechanisms/value"]
    assert Pool().get("party.party").import_data(fields, rows) == len(rows)


def counted() -> tuple[int, int]:
    """Invoices posted and movements done."""
    get = Pool().get
    return (
        get("account.invoice").search_count([("state", "=", "posted")]),
        get("stock.move").search_count([("state", "=", "done")]),
    )


def within(name: str, company: int | None, locks: dict[str, Any], work: Callable[[], Any]) -> Any:
    """Work in one transaction; begun again, as its own server does, with the locks it asks for.

    `locks` is handed on from one to the next, so that only the first is begun twice.
    """
    context = {"company": company, "companies": [company]} if company else {}
    while True:
        with Transaction().start(name, 0, context=context, **locks) as transaction:
            try:
                return work()
            except TransactionError as asked:
                transaction.rollback()
                transaction.tasks.clear()
                asked.fix(locks)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("url", help="postgresql://user:password@host/database")
    parser.add_argument("--slips", type=int, default=1000)
    parser.add_argument("--movements", type=int, default=5000)
    parser.add_argument("--persons", type=int, default=5000)
    given = parser.parse_args()
    url, name = f"{given.url.rsplit('/', 1)[0]}/", f"menkou_peer_{uuid4().hex[:8]}"
    server = psycopg.connect(given.url, autocommit=True)
    server.execute(f"CREATE DATABASE {name}")
    try:
        activated(url, name)
        config.set("database", "uri", url)
        Pool.start()
        Pool(name).init()
        ground = within(name, None, {}, grounded)
        company, locks = ground["company"], {}
        people = within(name, company, {}, partial(workers, given.slips))
        began = time.perf_counter()
        for first in range(0, given.slips, AT_ONCE):
            some = people[first : first + AT_ONCE]
            within(name, company, locks, partial(slips, ground, some))
        paid, locks = time.perf_counter(), {}
        for _ in range(0, given.movements, AT_ONCE):
            within(name, company, locks, partial(movements, ground, AT_ONCE))
        moved, locks = time.perf_counter(), {}
        rows = [
            [f"p{n}", f"{n % 40}-{n % 3}-{n % 18}01", "other", f"139{n:08}"]
            for n in range(given.persons)
        ]
        within(name, company, locks, partial(persons, rows))
        brought = time.perf_counter()
        counts = within(name, company, {}, counted)
        assert counts == (given.slips, given.movements), counts
        sys.stdout.write(json.dumps({
            "slips_per_s": given.slips / (paid - began),
            "movements_per_s": given.movements / (moved - paid),
            "persons_per_s": given.persons / (brought - moved),
        }))  # fmt: skip
    finally:
        with suppress(Exception):
            Pool.stop(name)
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


if __name__ == "__main__":
    main()
