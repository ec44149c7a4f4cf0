"""The mail server was given another name, and shows the certificate of the old one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.faults.tls._mail import VALID, heal, show

if TYPE_CHECKING:
    from lab.site import Lab

__all__ = ["RED", "ROWS", "heal", "inject"]
ROWS = ("D5",)
RED = VALID


def inject(lab: Lab) -> None:
    """Issue for the old name."""
    show(
        lab,
        *lab.pki.sign(lab.pki.intermediate("mail", days=0.9), [f"old-mail.{lab.env.domains.base}"], days=365),
    )
