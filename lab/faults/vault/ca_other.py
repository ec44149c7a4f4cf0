"""The CA file of BotServer is of another authority."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.faults.vault._hands import CLIENT

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("E9", "V4")
RED = (f"vault.ca.matches[{CLIENT}]",)


def inject(lab: Lab) -> None:
    """Write one that signed nothing here."""
    file = lab.env.vault.clients["botserver"].ca_file
    made = ("openssl", "req", "-x509", "-newkey", "ed25519", "-nodes", "-subj", "/CN=Another authority", "-days", "30")
    lab.node("system").run(*made, "-keyout", "/dev/null", "-out", file)


def heal(lab: Lab) -> None:
    """Write the lab's own."""
    lab.node("system").push(lab.env.vault.clients["botserver"].ca_file, lab.pki.ca_pem, 0o644)
