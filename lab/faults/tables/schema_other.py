"""A table was moved into another schema by a migration: it is there, and not where its programs look."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.components.tables import psql

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("E4",)
RED = ("tables.table.present[PROD-ALM.action_runner_token]",)
SCHEMA, TABLE = "former", "action_runner_token"


def inject(lab: Lab) -> None:
    """Move one that Forgejo reads only when a runner registers."""
    psql(lab.node("tables"), f"CREATE SCHEMA IF NOT EXISTS {SCHEMA};", _name(lab))
    psql(lab.node("tables"), f"ALTER TABLE IF EXISTS public.{TABLE} SET SCHEMA {SCHEMA};", _name(lab))


def heal(lab: Lab) -> None:
    """Move it back."""
    psql(lab.node("tables"), f"ALTER TABLE IF EXISTS {SCHEMA}.{TABLE} SET SCHEMA public;", _name(lab))
    psql(lab.node("tables"), f"DROP SCHEMA IF EXISTS {SCHEMA};", _name(lab))


def _name(lab: Lab) -> str:
    return lab.env.tables.databases[lab.env.alm.servers["alm"].database].name
