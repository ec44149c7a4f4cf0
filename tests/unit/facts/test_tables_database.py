"""What is set for a role in a database, as the catalogue lists it, and with what of it a service does not work."""

from __future__ import annotations

import pytest

from fixtures.expectations.tables import Database
from fixtures.facts.tables_database import DatabaseAnswer, answered

TABLES = {"bots": ("id",)}


def database(**values: object) -> Database:
    """A database with a table."""
    given = {"container": "tables", "key": "b", "server": "tables", "name": "b", "owner": "bot", "tables": TABLES}
    return Database.model_validate({**given, **values})


def told(setting: str, **values: object) -> DatabaseAnswer:
    return answered(database(**values), "bot", "UTF8", [setting])


@pytest.mark.parametrize(
    "setting",
    [
        "search_path=app, public",
        'search_path="$user", public',
        'search_path="public"',
        "statement_timeout=30s",
        "statement_timeout=500ms",
        "statement_timeout=0",
        "statement_timeout=1min",
        "statement_timeout=30000",
        "statement_timeout=60000000us",
        "lock_timeout=100",
        "work_mem=1",
    ],
)
def test_with_these_a_service_works(setting: str) -> None:
    assert told(setting).settings == ()


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("search_path=app", "search_path is app, and its tables lie in public"),
        ('search_path=""', 'search_path is "", and its tables lie in public'),
        ("search_path=", "search_path is empty, and its tables lie in public"),
        ("statement_timeout=30", "statement_timeout is 30, which without a unit is milliseconds"),
        ("Statement_Timeout=500", "statement_timeout is 500, which without a unit is milliseconds"),
        ("transaction_timeout=1", "transaction_timeout is 1, which without a unit is milliseconds"),
    ],
)
def test_with_these_it_does_not(setting: str, said: str) -> None:
    assert told(setting).settings == (said,)


def test_the_path_is_asked_where_tables_are_declared_and_for_their_schema() -> None:
    assert told("search_path=app", tables={}).settings == ()
    assert told("search_path=app", schema_name="app").settings == ()
    assert told('search_path="$user"', schema_name="gbo", user="gbo").settings == ()


@pytest.mark.parametrize(
    ("value", "read_only"), [("on", True), ("tr", True), ("1", True), ("off", False), ("no", False)]
)
def test_a_boolean_is_read_as_postgresql_reads_it(value: str, read_only: bool) -> None:
    assert told(f"default_transaction_read_only={value}").read_only is read_only
