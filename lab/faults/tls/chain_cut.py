"""The mail server shows its certificate without the authority in between: the file of the chain was not taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.faults.tls._mail import VALID, heal, name, show

if TYPE_CHECKING:
    from lab.site import Lab

__all__ = ["RED", "ROWS", "heal", "inject"]
ROWS = ("D5", "E9")
RED = VALID
END = b"-----END CERTIFICATE-----\n"


def inject(lab: Lab) -> None:
    """Show the first certificate of the chain alone."""
    chain, key = lab.pki.sign(lab.pki.intermediate("mail"), [name(lab)], days=365)
    show(lab, chain.partition(END)[0] + END, key)
