"""A row about connections and transactions, as psql prints it and as psycopg gives it."""

from __future__ import annotations

from fixtures.facts.tables_activity import Connections, told

LEFT = "bot at botserver (pid 7), 400 s; ops at x (prepared), 301 s"
BOTH = ("bot at botserver (pid 7), 400 s", "ops at x (prepared), 301 s")


def test_as_text_and_as_values() -> None:
    assert told(["12", "97", "bot (9), ops (3)", LEFT, "t"]) == Connections(12, 97, "bot (9), ops (3)", BOTH)
    assert told((0, 97, None, None, True)) == Connections(0, 97, "nobody", ())


def test_who_is_not_told_of_others_knows_of_no_transaction() -> None:
    assert told((1, 97, "bot (1)", None, False)).idle is None
    assert told(["1", "97", "", "", "f"]).idle is None
