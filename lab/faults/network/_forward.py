"""A rule of iptables before all others on the way through the host: as a firewall that was put on it later has them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from lab.command import run

if TYPE_CHECKING:
    from lab.site import Lab

Act = Callable[["Lab"], None]
IPTABLES = ("iptables", "-w", "5")


def dropped(option: str, *match: str) -> tuple[Act, Act]:
    """`inject` and `heal` of dropping what matches and passes the external interface by `option` (`-i`, `-o`)."""

    def rule(lab: Lab) -> tuple[str, ...]:
        return (option, lab.env.network.external_interface, *match, "-j", "DROP")

    def inject(lab: Lab) -> None:
        run([*IPTABLES, "-I", "FORWARD", "1", *rule(lab)], subject="network")

    def heal(lab: Lab) -> None:
        while run([*IPTABLES, "-D", "FORWARD", *rule(lab)], check=False).status == 0:
            pass

    return inject, heal
