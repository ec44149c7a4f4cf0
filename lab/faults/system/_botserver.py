"""What the faults of BotServer have in common: it is started anew, and waited for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.components import system
from lab.components._common import await_answer
from lab.faults.edited import Act, edited

if TYPE_CHECKING:
    from lab.site import Lab


def restart(lab: Lab) -> None:
    """Restart the unit; returns when it answers."""
    node = lab.node("system")
    node.run("systemctl", "restart", lab.env.system.botserver_unit)
    assert system.COMPONENT.ready is not None
    ready = system.COMPONENT.ready
    await_answer(lambda: ready(lab, node))


SCRIPT = "/opt/gbo/work/default.gbai/default.gbdialog/start"


def compile_anew(lab: Lab) -> None:
    """Restart BotServer, which compiles every script; returns when it has."""
    restart(lab)
    node = lab.node("system")
    newer = ("test", f"{SCRIPT}.ast", "-nt", f"{SCRIPT}.bas")
    await_answer(lambda: None if node.run(*newer, check=False).status == 0 else "start.bas is not compiled yet")


def env_edited(expression: str) -> tuple[Act, Act]:
    """`inject` and `heal` of BotServer's .env edited as by `sed -E`, and read by it."""
    change, back = edited("system", "/opt/gbo/bin/.env", expression, ":")

    def inject(lab: Lab) -> None:
        change(lab)
        restart(lab)

    def heal(lab: Lab) -> None:
        back(lab)
        restart(lab)

    return inject, heal
