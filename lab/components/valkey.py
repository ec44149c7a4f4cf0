"""Valkey in `system`, beside BotServer: Debian's server with a password, on the container's network."""

from __future__ import annotations

from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

from lab.building.component import Component, File
from lab.site import Lab, Node

if TYPE_CHECKING:
    from valkey import Valkey

DATA = Path(__file__).parent / "data" / "valkey"
CONF = "/opt/gbo/conf/valkey/valkey.conf"


def _files(lab: Lab) -> list[File]:
    values = {"port": str(lab.env.system.caches["valkey"].port), "password": lab.secret("cache/password")}
    conf = Template((DATA / "valkey.conf").read_text()).substitute(values)
    return [
        File("/etc/systemd/system/valkey.service", (DATA / "valkey.service").read_bytes()),
        File(CONF, conf.encode(), 0o640, "root:valkey"),
    ]


def _prepare(_: Lab, node: Node) -> None:
    node.run("install", "-d", "-o", "valkey", "-g", "valkey", "-m", "0750", "/opt/gbo/data/valkey")


def client(lab: Lab) -> Valkey:
    """A client with the lab's password."""
    from valkey import Valkey

    port, password = lab.env.system.caches["valkey"].port, lab.secret("cache/password")
    host = lab.node("system").address
    return Valkey(host=host, port=port, password=password, socket_timeout=3, socket_connect_timeout=3)


def _ready(lab: Lab, _: Node) -> str | None:
    from valkey import ValkeyError

    try:
        with client(lab) as valkey:
            valkey.ping()
    except ValkeyError as error:
        return str(error)
    return None


COMPONENT = Component(
    room="system",
    title="Valkey 8.0",
    kind="real",
    instance="system",
    units=("valkey",),
    files=_files,
    prepare=_prepare,
    ready=_ready,
)
