"""A bot's configuration was saved by a spreadsheet: semicolons, and a byte order mark."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.faults.drive._upload import restore, upload

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("D8",)
RED = ("drive.config.parses[default]",)
TOUCHES = ("drive", "tables")
PATH = "default.gbai/default.gbot/config.csv"
SAVED = "\ufeffllm-provider;local\r\ntheme-color1;#cc0000\r\nsystem-prompt;Answer, please, in one sentence\r\n"


def inject(lab: Lab) -> None:
    """Upload it; DriveMonitor finds one key in it, and says that all is done."""
    upload(lab, PATH, SAVED.encode())


def heal(lab: Lab) -> None:
    """Upload the one of before."""
    restore(lab, PATH)
