"""The authority that issued the mail server's certificate has expired; the certificate itself lives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.faults.tls._mail import VALID, heal, name, show

if TYPE_CHECKING:
    from lab.site import Lab

__all__ = ["RED", "ROWS", "heal", "inject"]
ROWS = ("D5",)
RED = VALID
MINUTES = 1 / 1440


def inject(lab: Lab) -> None:
    """Issue by an authority that ended ten minutes ago."""
    authority = lab.pki.intermediate("mail", days=-10 * MINUTES)
    show(lab, *lab.pki.sign(authority, [name(lab)], days=365))
