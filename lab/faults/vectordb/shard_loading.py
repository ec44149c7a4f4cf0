"""A collection does not load: reading its file hangs, as on a network disk that went away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.components.vectordb import DATA

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("E6",)
RED = ("vectordb.server.ready[vectordb]",)

HANG = """
set -eu
for file in "$1"/collections/*/params.json; do
    test -e "$file.fault" || mv "$file" "$file.fault"
    test -p "$file" || mkfifo "$file"
done
systemctl restart qdrant
"""
GO_ON = """
set -eu
for file in "$1"/collections/*/params.json.fault; do
    test -e "$file" || exit 0
    mv "$file" "${file%.fault}"
done
systemctl restart qdrant
"""


def inject(lab: Lab) -> None:
    """Put a pipe that nobody writes to in the file's place, and restart."""
    lab.node("vectordb").run("sh", "-c", HANG, "sh", DATA)


def heal(lab: Lab) -> None:
    """Bring the file back, and restart."""
    lab.node("vectordb").run("sh", "-c", GO_ON, "sh", DATA)
