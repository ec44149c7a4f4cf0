"""The administrator's personal access token ends in three days."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.components.directory import TOKEN_DAYS
from lab.components.tables import psql

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("E3",)
RED = ("directory.pat.lifetime[directory:admin-pat]",)
TOUCHES = ("tables",)
ENDS = """
UPDATE personal_access_tokens SET expiration = now() + interval '{days} days'
WHERE user_id IN (SELECT id FROM users WHERE username = 'admin');
"""


def inject(lab: Lab) -> None:
    """Let it end so soon."""
    psql(lab.node("tables"), ENDS.format(days=3), "zitadel")


def heal(lab: Lab) -> None:
    """Give it its time back."""
    psql(lab.node("tables"), ENDS.format(days=TOKEN_DAYS), "zitadel")
