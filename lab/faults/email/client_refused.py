"""Postfix refuses who asks at the greeting, as where a block list has the address by mistake: both ports are alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("E6",)
RED = ("email.submission.offers[email:465]", "email.submission.offers[email:587]")
REFUSE = "postconf -e smtpd_delay_reject=no smtpd_client_restrictions=reject && systemctl reload postfix"
TAKE_BACK = "postconf -X smtpd_delay_reject smtpd_client_restrictions && systemctl reload postfix"


def inject(lab: Lab) -> None:
    """Refuse every client, and at once."""
    lab.node("email").run("sh", "-c", REFUSE)


def heal(lab: Lab) -> None:
    """Take both settings out of the file."""
    lab.node("email").run("sh", "-c", TAKE_BACK)
