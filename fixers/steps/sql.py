"""Change rows of a database, in one transaction that proves each as it was found."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from fixers.errors import StepFailed
from fixers.steps.step import Json, Keep, Place, Step, instance
from fixtures.texts import many

if TYPE_CHECKING:
    from fixers.hands import Hands

Value = str | int | float | bool | None
Row = tuple[str, tuple[tuple[str, Value], ...], tuple[tuple[str, Value, Value], ...]]
"""A table, the columns that name one row of it, and the columns to change: each as found, and as it becomes."""

ONE_TRANSACTION = """DO $gbo$
DECLARE changed integer;
BEGIN
{statements}
END $gbo$;"""
ONE_ROW = """  {update};
  GET DIAGNOSTICS changed = ROW_COUNT;
  IF changed <> 1 THEN RAISE EXCEPTION '%', {not_as_found}; END IF;
  IF NOT EXISTS (SELECT FROM {table} WHERE {becomes}) THEN RAISE EXCEPTION '%', {not_written}; END IF;"""


@dataclass(frozen=True)
class Sql(Step):
    """Change `rows` of `database` as the `superuser` of the server inside `instance`, all of them or none.

    What Vault's user may read, it need not be allowed to change: the guide changes rows as the superuser, too. A row
    that is not as it was found is somebody else's work by then, and is left alone, on the way there and on the way
    back. Values are shown and journalled: none may be a secret.
    """

    kind: ClassVar[str] = "sql"
    keeps: ClassVar[Keep] = Keep.TRANSACTION

    instance: str
    port: int
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
        psql = ("psql", "-X", "-q", "-w", "-v", "ON_ERROR_STOP=1", "-p", str(self.port), "-d", self.database)
        inside = shlex.join(("runuser", "-u", self.superuser, "--", *psql))
        text = _transaction(self.rows)
        return [f"incus exec {shlex.quote(self.instance)} -- {inside} <<'GBO_SQL'", *text.splitlines(), "GBO_SQL"]

    def way_back(self) -> str:
        return "; ".join(_update(_turned(row)) for row in reversed(self.rows))

    def intend(self, hands: Hands) -> Json:
        if self._done(hands, self.rows):
            raise StepFailed(f"{', '.join(map(_named, self.rows))}: somebody changed it already")
        return {}

    def do(self, hands: Hands, intent: Json) -> Json:
        self._change(hands, self.rows)
        return {"rows": [_named(row) for row in self.rows]}

    def undo(self, hands: Hands, intent: Json) -> str | None:
        if self._change(hands, tuple(_turned(row) for row in reversed(self.rows))):
            return f"{', '.join(map(_named, self.rows))}: as it was"
        return None

    def _change(self, hands: Hands, rows: tuple[Row, ...]) -> bool:
        """Whether there was anything to change."""
        if self._done(hands, rows):
            return False
        self._psql(hands, _transaction(rows))
        return True

    def _done(self, hands: Hands, rows: tuple[Row, ...]) -> bool:
        """Whether every row is as it becomes already."""
        looks = " UNION ALL ".join(_look(number, row) for number, row in enumerate(rows))
        found = [line.split("|") for line in self._psql(hands, looks).splitlines()]
        states = {
            _state(row, [(as_found, becomes) for of, as_found, becomes in found if of == str(number)])
            for number, row in enumerate(rows)
        }
        if len(states) > 1:
            raise StepFailed(f"{', '.join(map(_named, rows))}: only some of them were changed; nothing was done")
        return states == {True}

    def _psql(self, hands: Hands, sql: str) -> str:
        return hands.psql(self.instance, self.superuser, self.port, self.database, sql)


def _state(row: Row, found: Sequence[tuple[str, str]]) -> bool:
    """Whether the one row that was found is as it becomes."""
    if len(found) != 1:
        raise StepFailed(f"{_named(row)}: there are {many(len(found), 'such row')}, not one; nothing was changed")
    (as_found, becomes), *_ = found
    if "t" not in (as_found, becomes):
        raise StepFailed(f"{_named(row)} was changed by somebody since it was looked at")
    return becomes == "t"


def _transaction(rows: tuple[Row, ...]) -> str:
    """The change of all of them, which a row that is not as it was found, or is not as it was written, ends."""
    statements = (
        ONE_ROW.format(
            update=_update(row),
            not_as_found=_text(f"{_named(row)} is not as it was found"),
            table=_table(row[0]),
            becomes=_all([*row[1], *((column, after) for column, _, after in row[2])]),
            not_written=_text(f"{_named(row)} is not as it was written"),
        )
        for row in rows
    )
    return ONE_TRANSACTION.format(statements="\n".join(statements))


def _turned(row: Row) -> Row:
    table, key, columns = row
    return table, key, tuple((column, after, before) for column, before, after in columns)


def _named(row: Row) -> str:
    table, key, _ = row
    return f"{table} where {' and '.join(f'{column} = {value}' for column, value in key)}"


def _look(number: int, row: Row) -> str:
    table, key, columns = row
    found, becomes = (_all([(column, pair[side]) for column, *pair in columns]) for side in (0, 1))
    return f"SELECT {number}, {found}, {becomes} FROM {_table(table)} WHERE {_all(key)}"  # noqa: S608 - quoted


def _update(row: Row) -> str:
    table, key, columns = row
    changes = ", ".join(f"{_name(column)} = {literal(after)}" for column, _, after in columns)
    found = _all([*key, *((column, before) for column, before, _ in columns)])
    return f"UPDATE {_table(table)} SET {changes} WHERE {found}"  # noqa: S608 - quoted


def _all(pairs: Sequence[tuple[str, Any]]) -> str:
    said = (f"= {literal(value)}" if value is not None else "IS NULL" for _, value in pairs)
    return " AND ".join(f"{_name(column)} {each}" for (column, _), each in zip(pairs, said, strict=True))


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
