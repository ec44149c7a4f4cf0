"""Zitadel was set up as if it were asked without TLS: its issuer is http."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.components._common import await_answer
from lab.components.directory import COMPONENT, SETTINGS

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("E3",)
RED = ("directory.issuer.matches[directory]",)

WRITE = """
set -eu
sed -i '/^ZITADEL_EXTERNALSECURE=/d' "$1"
test -z "$2" || echo "ZITADEL_EXTERNALSECURE=$2" >> "$1"
systemctl restart zitadel
"""


def inject(lab: Lab) -> None:
    """Set ExternalSecure to false."""
    _write(lab, "false")


def heal(lab: Lab) -> None:
    """Leave it at its default."""
    _write(lab, "")


def _write(lab: Lab, value: str) -> None:
    node = lab.node("directory")
    node.run("sh", "-c", WRITE, "sh", SETTINGS, value)
    await_answer(lambda: COMPONENT.ready(lab, node) if COMPONENT.ready else None)
