"""Proving the registry: what stands beside a person is what her dated rows say."""

from collections.abc import Iterator

from django.db import connection

# One text for both engines: persons whose account is not that of their newest row.
ACCOUNTS = """
SELECT p.party_id
  FROM registry_person p
  LEFT JOIN registry_bankaccount a
    ON a.person_id = p.party_id AND a.withdrawn_at IS NULL AND NOT EXISTS (
       SELECT 1 FROM registry_bankaccount b
        WHERE b.person_id = a.person_id AND b.withdrawn_at IS NULL AND b.from_day > a.from_day)
 WHERE (p.bank IS NULL) <> (a.number IS NULL) OR p.bank <> a.number
    OR (p.bank IS NULL) <> (p.bank_index IS NULL)
    OR p.bank_name <> COALESCE(a.bank_name, '') OR p.bank_holder <> COALESCE(a.holder, 'self')
    OR (p.bank_holder_name IS NULL) <> (a.holder_name IS NULL)
    OR p.bank_holder_name <> a.holder_name
 ORDER BY p.party_id
"""
# A chain of merges, or one of somebody who was forgotten since.
CHAINS = """
SELECT a.person_id FROM registry_alias a
 WHERE a.withdrawn_at IS NULL AND EXISTS (
       SELECT 1 FROM registry_alias b WHERE b.withdrawn_at IS NULL AND b.person_id = a.into_id)
 ORDER BY a.person_id
"""


def accounts_apart() -> Iterator[int]:
    """Persons whose account's columns are not those of the row that holds."""
    yield from _keys(ACCOUNTS)


def merged_into_merged() -> Iterator[int]:
    """Persons who were merged into somebody who was merged herself."""
    yield from _keys(CHAINS)


def _keys(sql: str) -> Iterator[int]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        for (key,) in cursor.fetchall():
            yield int(key)
