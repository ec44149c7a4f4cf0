"""Somebody changed a bot's model in the database by hand; the file in the bucket says another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.components._common import await_answer
from lab.components.tables import BOTSERVER, psql

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("D7",)
RED = ("system.drivemonitor.config[default]",)
TOUCHES = ("drive", "tables")
CHANGE = (
    "UPDATE bot_configuration SET config_value = '{model}' WHERE config_key = 'llm-model' AND bot_id IN "
    "(SELECT id FROM bots WHERE name = 'default')"
)


FILE = ("local/default.gbai/default.gbot", "--name", "config.csv", "--older-than", "32s")


def inject(lab: Lab) -> None:
    """As in a night of trying out; what was uploaded a moment ago is not compared yet."""
    find = (lab.env.drive.servers["drive"].client, "find", *FILE)
    lies = lambda: None if lab.node("drive").run(*find).text else "it is too new"  # noqa: E731
    await_answer(lies, 60.0)
    psql(lab.node("tables"), CHANGE.format(model="lab-large"), BOTSERVER)


def heal(lab: Lab) -> None:
    """Write what the file says."""
    psql(lab.node("tables"), CHANGE.format(model="lab-tiny"), BOTSERVER)
