"""Other certificates for the mail server: one that its three ports share, and on which little else stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.building.component import File
from lab.components.email import COMPONENT, CONF
from lab.expected import environment

if TYPE_CHECKING:
    from lab.site import Lab

_ENDPOINTS = [each.id for each in environment().tls.endpoints.values() if each.container == "email"]
VALID = tuple(f"tls.certificate.valid[{id}]" for id in _ENDPOINTS)
LIFETIME = tuple(f"tls.certificate.lifetime[{id}]" for id in _ENDPOINTS)
RESTART = """
set -eu
systemctl restart dovecot postfix
for try in $(seq 200); do
    test "$(ss -Hltn '( sport = 465 or sport = 587 or sport = 993 )' | wc -l)" -lt 3 || exit 0
    sleep 0.1
done
exit 1
"""


def name(lab: Lab) -> str:
    """The name that mail clients ask for."""
    return lab.env.email.mailboxes["imaps"].server_name or "email"


def show(lab: Lab, chain: bytes, key: bytes) -> None:
    """Let the mail server show a certificate."""
    node = lab.node("email")
    node.push_all(
        [
            File(f"{CONF}/server.crt", chain),
            File(f"{CONF}/server.key", key, 0o600),
            File(f"{CONF}/server.pem", key + chain, 0o600),
        ]
    )
    node.run("sh", "-c", RESTART)


def heal(lab: Lab) -> None:
    """Let it show its own again."""
    own = [file for file in COMPONENT.files(lab) if file.path.startswith(f"{CONF}/server.")]
    lab.node("email").push_all(own)
    lab.node("email").run("sh", "-c", RESTART)
