"""The mail server's certificate is near its end: nothing renewed it in time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.faults.tls._mail import LIFETIME, heal, name, show

if TYPE_CHECKING:
    from lab.site import Lab

__all__ = ["RED", "ROWS", "heal", "inject"]
ROWS = ("D5",)
RED = LIFETIME
MINUTES = 1 / 1440


def inject(lab: Lab) -> None:
    """Issue one that has lived an hour, and has ten minutes left."""
    show(lab, *lab.pki.sign(lab.pki.intermediate("mail", days=0.9), [name(lab)], days=10 * MINUTES))
