"""The port of MinIO in Vault is that of a former one: BotServer, which read it before, has not noticed yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.faults.vault._hands import write, written

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("V2",)
RED = ("vault.secret.leads[gbo-drive]",)
PATH = "gbo/drive"
FORMER = "9900"


def inject(lab: Lab) -> None:
    """Write another port."""
    values = written(lab, PATH)
    url = values["url"].replace(f":{values['port']}", f":{FORMER}")
    write(lab, PATH, {**values, "port": FORMER, "url": url})


def heal(lab: Lab) -> None:
    """Write it whole again."""
    write(lab, PATH, written(lab, PATH))
