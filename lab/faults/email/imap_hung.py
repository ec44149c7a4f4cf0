"""Dovecot hangs for those who come in: its port takes connections and no TLS handshake comes about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.faults.unit import silent

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("P3",)
RED = silent("email:993")
INTO = "dovecot|imap-login"
"""What takes connections; its `auth`, which Postfix asks too, goes on."""


def inject(lab: Lab) -> None:
    """Stop what takes connections in the middle of what it does."""
    lab.node("email").run("pkill", "-STOP", "-x", INTO)


def heal(lab: Lab) -> None:
    """Let it go on."""
    lab.node("email").run("pkill", "-CONT", "-x", INTO, check=False)
    lab.node("email").run("systemctl", "start", "dovecot")
