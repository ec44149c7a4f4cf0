"""The proxy serves certificates that have expired: nothing renewed them in time."""

from __future__ import annotations

import datetime as dt
import time
from typing import TYPE_CHECKING

from cryptography import x509

from lab.building.component import File
from lab.components.proxy import AUTHORITY, HTTPS, LEAVES, authority
from lab.errors import LabError

if TYPE_CHECKING:
    from lab.site import Lab, Node

ROWS = ("D5",)
RED = tuple(f"tls.certificate.valid[proxy:{HTTPS}:{name}]" for name in ("chat", "system", "alm", "login"))
LIFETIME = 12.0
"""Seconds that the authority, and so every leaf, lives: enough for the proxy to issue all of them."""
PATIENCE = 30.0


def inject(lab: Lab) -> None:
    """Let the proxy issue with an authority that ends in seconds, and wait until it has ended."""
    node = lab.node("proxy")
    certificate, key = lab.pki.intermediate("proxy", days=LIFETIME / 86400)
    ends = x509.load_pem_x509_certificate(certificate).not_valid_after_utc
    node.push_all([File(AUTHORITY[0], certificate), File(AUTHORITY[1], key, 0o600)])
    _issue_anew(node)
    deadline = time.monotonic() + PATIENCE
    while node.run("find", LEAVES, "-name", "*.crt", check=False).text.count("\n") < len(RED) - 1:
        if time.monotonic() > deadline:
            raise LabError("proxy: it did not issue its certificates in time")
        time.sleep(0.3)
    node.push_all(authority(lab))
    time.sleep(max(0.0, (ends - dt.datetime.now(dt.UTC)).total_seconds() + 1))


def heal(lab: Lab) -> None:
    """Issue with the lasting authority."""
    node = lab.node("proxy")
    node.push_all(authority(lab))
    _issue_anew(node)


def _issue_anew(node: Node) -> None:
    node.run("rm", "-rf", LEAVES)
    node.run("systemctl", "restart", "proxy")
