"""What an address of a database says is kept, whatever we set beside it."""

from menkou.settings import database


def test_what_the_address_of_a_postgresql_asks_is_kept() -> None:
    found = database("postgresql://m:m@db/menkou?sslmode=require&options=-c%20work_mem%3D64MB")
    assert found["OPTIONS"]["sslmode"] == "require"
    assert found["OPTIONS"]["options"] == "-c jit=off -c work_mem=64MB"
