"""The model lies on storage that does not deliver: llama.cpp goes on loading it, and says 503."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.components.llm import MODELS

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("E6",)
RED = ("llm.server.ready[llm]",)

STALL = """
set -eu
cd "$1"
for model in *.gguf; do
    test -e "$model.fault" || mv "$model" "$model.fault"
    rm -f "$model"
    mkfifo "$model"
done
systemctl kill --signal=KILL llama || :
systemctl restart llama
"""
DELIVER = """
set -eu
cd "$1"
for model in *.gguf.fault; do
    test -e "$model" || continue
    mv -f "$model" "${model%.fault}"
done
systemctl kill --signal=KILL llama || :
systemctl restart llama
"""


def inject(lab: Lab) -> None:
    """Put a pipe without a writer in the model's place: opening it takes for ever, as of a share that hangs."""
    lab.node("llm").run("sh", "-c", STALL, "sh", MODELS)


def heal(lab: Lab) -> None:
    """Bring the file back."""
    lab.node("llm").run("sh", "-c", DELIVER, "sh", MODELS)
