"""The administrator's personal access token has expired."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.components.tables import psql

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("E3",)
RED = ("directory.pat.valid[directory:admin-pat]",)
TOUCHES = ("tables",)

MOVE = """
UPDATE personal_access_tokens SET expiration = expiration {sign} interval '100 years'
WHERE expiration {when} AND user_id IN (SELECT id FROM users WHERE username = 'admin');
"""


def inject(lab: Lab) -> None:
    """Let the administrator's token end a hundred years earlier; other users' tokens stay good."""
    psql(lab.node("tables"), MOVE.format(sign="-", when="> now()"), "zitadel")


def heal(lab: Lab) -> None:
    """Give back the hundred years."""
    psql(lab.node("tables"), MOVE.format(sign="+", when="< now() - interval '50 years'"), "zitadel")
