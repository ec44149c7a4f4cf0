"""Zitadel was set up anew as localhost: its instance does not know the login host any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.components._common import await_answer
from lab.components.directory import COMPONENT, SETTINGS
from lab.components.tables import psql

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("E3",)
RED = ("directory.host.required[directory]",)
TOUCHES = ("tables",)
SET = 'set -eu\nsed -i "s/^ZITADEL_EXTERNALDOMAIN=.*/ZITADEL_EXTERNALDOMAIN=$2/" "$1"\nsystemctl restart zitadel\n'


def inject(lab: Lab) -> None:
    """Set ExternalDomain, and take the instance's domain away."""
    _set(lab, "localhost", f"DELETE FROM instance_domains WHERE domain = '{_host(lab)}'")


def heal(lab: Lab) -> None:
    """Bring both back."""
    _set(lab, _host(lab), f"INSERT INTO instance_domains VALUES ('{_host(lab)}') ON CONFLICT DO NOTHING")


def _host(lab: Lab) -> str:
    return lab.env.directory.servers["directory"].host


def _set(lab: Lab, domain: str, sql: str) -> None:
    psql(lab.node("tables"), sql, "zitadel")
    node = lab.node("directory")
    node.run("sh", "-c", SET, "sh", SETTINGS, domain)
    await_answer(lambda: COMPONENT.ready(lab, node) if COMPONENT.ready else None)
