"""A unit's program ends with 0 every few seconds and is started again: whenever somebody looks, it is active."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("P3", "C3")
RED = ("containers.service.stable[alm-ci:forgejo-runner]",)
UNIT, FOLDER = "forgejo-runner", "/run/systemd/system/forgejo-runner.service.d"
SHORT = f"""[Service]
ExecStart=
ExecStart=/bin/sh -c 'timeout -s KILL 4 /opt/gbo/bin/{UNIT} daemon --config /opt/gbo/conf/runner.yaml; exit 0'
Restart=always
RestartSec=0
"""


def inject(lab: Lab) -> None:
    """Let it end, and wait until it was started again."""
    node = lab.node("alm-ci")
    node.push(f"{FOLDER}/fault.conf", SHORT.encode())
    node.run("systemctl", "daemon-reload")
    node.run("systemctl", "restart", UNIT)
    while node.run("systemctl", "show", "-P", "NRestarts", UNIT).text.strip() == "0":
        time.sleep(0.5)


def heal(lab: Lab) -> None:
    """Take it away; a start by hand counts from 0."""
    node = lab.node("alm-ci")
    node.run("rm", "-rf", FOLDER)
    node.run("systemctl", "daemon-reload")
    node.run("systemctl", "restart", UNIT)
