"""Valkey has another password than Vault says."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("E4",)
RED = ("system.valkey.answers[valkey]",)

CHANGE = """
set -eu
file=$(systemctl show -p ExecStart --value valkey | grep -o '/[^ ;]*\\.conf' | head -1)
test -e "$file.fault" || cp -p "$file" "$file.fault"
sed -i 's/^requirepass .*/requirepass changed-by-a-fault/' "$file"
systemctl restart valkey
"""
RESTORE = """
set -eu
file=$(systemctl show -p ExecStart --value valkey | grep -o '/[^ ;]*\\.conf' | head -1)
test -e "$file.fault" || exit 0
mv "$file.fault" "$file"
systemctl restart valkey
"""


def inject(lab: Lab) -> None:
    """Change it in the configuration, and restart."""
    lab.node("system").run("sh", "-c", CHANGE)


def heal(lab: Lab) -> None:
    """Bring the configuration back, and restart."""
    lab.node("system").run("sh", "-c", RESTORE)
