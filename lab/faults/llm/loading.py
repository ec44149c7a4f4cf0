"""The disk with llama.cpp's model hangs while it starts: it says that it loads, and goes on loading."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.components.llm import MODELS

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("E6",)
RED = ("llm.server.ready[llm]",)

HANG = """
set -eu
for file in "$1"/*.gguf; do
    test -e "$file.fault" || mv "$file" "$file.fault"
    test -p "$file" || mkfifo -m 0644 "$file"
done
systemctl restart llama
"""
GO_ON = """
set -eu
for file in "$1"/*.gguf.fault; do
    test -e "$file" || exit 0
    mv "$file" "${file%.fault}"
done
systemctl kill --signal=KILL llama || true
systemctl restart llama
"""


def inject(lab: Lab) -> None:
    """Put a pipe that nobody writes to in the model's place, and restart."""
    lab.node("llm").run("sh", "-c", HANG, "sh", MODELS)


def heal(lab: Lab) -> None:
    """Bring the model back, and restart."""
    lab.node("llm").run("sh", "-c", GO_ON, "sh", MODELS)
