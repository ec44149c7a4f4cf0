"""Change rows of a database, in one transaction that proves each as it was found."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from fixers.errors import StepFailed
from fixers.steps.step import Json, Keep, Place, Step, instance

if TYPE_CHECKING:
    from psycopg import Connection

    from fixers.hands import Hands

Value = str | int | float | bool | None
Row = tuple[str, tuple[tuple[str, Value], ...], tuple[tuple[str, Value, Value], ...]]
"""A table, the columns that name one row of it, and the columns to change: each as found, and as it becomes."""

ONE_ROW = """DO $gbo$
DECLARE changed integer;
BEGIN
{statements}
END $gbo$;"""
PROVEN = """  {update};
  GET DIAGNOSTICS changed = ROW_COUNT;
  IF changed <> 1 THEN RAISE EXCEPTION '%', {complaint}; END IF;"""


@dataclass(frozen=True)
class Sql(Step):
    """Change `rows` of `database` on the server at the key `server`, all of them or none.

    A row that is not as it was found is somebody else's work by then, and is left alone, on the way there and on the
    way back. Values are shown and journalled: none may be a secret.
    """

    kind: ClassVar[str] = "sql"
    keeps: ClassVar[Keep] = Keep.TRANSACTION

    instance: str
    server: str
    superuser: str
    database: str
    rows: tuple[Row, ...]

    @property
    def touches(self) -> frozenset[Place]:
        return instance(self.instance)

    def shown(self) -> str:
        head = f"in {self.database} on {self.instance}, in one transaction, exactly one row each or nothing:"
        return "\n       ".join([head, *(f"{_update(row)};" for row in self.rows)])

    def script(self) -> list[str]:
        statements = "\n".join(
            PROVEN.format(update=_update(row), complaint=_text(f"{_named(row)} is not as it was found"))
            for row in self.rows
        )
        psql = ("psql", "-X", "-q", "-w", "-v", "ON_ERROR_STOP=1", "-d", self.database)
        inside = shlex.join(("runuser", "-u", self.superuser, "--", *psql))
        text = ONE_ROW.format(statements=statements)
        return [f"incus exec {shlex.quote(self.instance)} -- {inside} <<'GBO_SQL'", *text.splitlines(), "GBO_SQL"]

    def way_back(self) -> str:
        return "; ".join(_update(_turned(row)) for row in reversed(self.rows))

    def intend(self, hands: Hands) -> Json:
        with hands.transaction(self.server, self.database) as transaction:
            if not self._done(transaction, self.rows):
                return {}
        raise StepFailed(f"{', '.join(map(_named, self.rows))}: somebody changed it already")

    def do(self, hands: Hands, intent: Json) -> Json:
        self._change(hands, self.rows)
        return {"rows": [_named(row) for row in self.rows]}

    def undo(self, hands: Hands, intent: Json) -> str | None:
        if self._change(hands, tuple(_turned(row) for row in reversed(self.rows))):
            return f"{', '.join(map(_named, self.rows))}: as it was"
        return None

    def _change(self, hands: Hands, rows: tuple[Row, ...]) -> bool:
        """Whether there was anything to change."""
        with hands.transaction(self.server, self.database) as transaction:
            if self._done(transaction, rows):
                return False
            for row in rows:
                changed = transaction.execute(_update(row).encode()).rowcount
                if changed != 1:
                    raise StepFailed(f"{_named(row)}: {changed} rows would change, not one; nothing was changed")
            if not self._done(transaction, rows):
                raise StepFailed(f"{', '.join(map(_named, rows))}: not what was written; nothing was changed")
        return True

    def _done(self, transaction: Connection[Any], rows: tuple[Row, ...]) -> bool:
        """Whether every row is as it becomes already; each is locked until the transaction ends."""
        states = {_state(row, transaction) for row in rows}
        if len(states) > 1:
            raise StepFailed(f"{', '.join(map(_named, rows))}: only some of them were changed; nothing was done")
        return states == {True}


def _state(row: Row, transaction: Connection[Any]) -> bool:
    """Whether the row is as it becomes; it is locked until the transaction ends."""
    found = transaction.execute(_look(row).encode()).fetchall()
    if len(found) != 1:
        raise StepFailed(f"{_named(row)}: there are {len(found)} such rows, not one")
    as_found, as_becomes = found[0]
    if not as_found and not as_becomes:
        raise StepFailed(f"{_named(row)} was changed by somebody since it was looked at")
    return bool(as_becomes)


def _turned(row: Row) -> Row:
    table, key, columns = row
    return table, key, tuple((column, after, before) for column, before, after in columns)


def _named(row: Row) -> str:
    table, key, _ = row
    return f"{table} where {' and '.join(f'{column} = {value}' for column, value in key)}"


def _look(row: Row) -> str:
    table, key, columns = row
    found, becomes = (_all([(column, pair[side]) for column, *pair in columns]) for side in (0, 1))
    return f"SELECT {found}, {becomes} FROM {_table(table)} WHERE {_all(key)} FOR UPDATE"  # noqa: S608 - quoted


def _update(row: Row) -> str:
    table, key, columns = row
    changes = ", ".join(f"{_name(column)} = {literal(after)}" for column, _, after in columns)
    found = _all([*key, *((column, before) for column, before, _ in columns)])
    return f"UPDATE {_table(table)} SET {changes} WHERE {found}"  # noqa: S608 - quoted


def _all(pairs: Sequence[tuple[str, Any]]) -> str:
    return " AND ".join(f"{_name(column)} IS NOT DISTINCT FROM {literal(value)}" for column, value in pairs)


def _table(name: str) -> str:
    return ".".join(map(_name, name.split(".")))


def _name(name: str) -> str:
    return '"{}"'.format(name.replace('"', '""'))


def literal(value: Value) -> str:
    """A value as SQL, whatever the server's quoting rules are."""
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return str(value).lower()
    return _text(value) if isinstance(value, str) else str(value)


def _text(value: str) -> str:
    quoted = value.replace("'", "''")
    return "E'{}'".format(quoted.replace("\\", "\\\\")) if "\\" in value else f"'{quoted}'"
