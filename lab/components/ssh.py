"""OpenSSH's server in `system`, over which Forgejo's workflow delivers: Debian's own, in the guest's release."""

from __future__ import annotations

import socket

from lab.artifacts import DebianFile
from lab.building.component import Component, File
from lab.components._common import DATA, unit
from lab.machine.apt import RELEASE
from lab.site import Lab, Node

PROGRAM = "/usr/sbin/sshd"
LIBRARY = "/usr/lib/x86_64-linux-gnu/libwrap.so.0"
"""The one that the image does not have."""
SERVER = DebianFile("openssh-server", RELEASE, PROGRAM.lstrip("/"))
WRAPPERS = DebianFile("libwrap0", RELEASE, LIBRARY.lstrip("/"))
PORT = 22
PREPARE = """\
set -eu
id -u sshd >/dev/null 2>&1 || useradd --system --home-dir /run/sshd --shell /usr/sbin/nologin sshd
ssh-keygen -q -A
"""


def _files(lab: Lab) -> list[File]:
    log = f"{lab.env.paths.logs}/sshd.log"
    service = unit("OpenSSH server", f"{PROGRAM} -D -e", log=log, settings="RuntimeDirectory=sshd\n")
    return [
        File(PROGRAM, SERVER.path(lab.cache), 0o755),
        File(LIBRARY, WRAPPERS.path(lab.cache)),
        File("/etc/ssh/sshd_config", (DATA / "ssh" / "sshd_config").read_bytes()),
        File("/etc/systemd/system/ssh.service", service),
    ]


def _prepare(_: Lab, node: Node) -> None:
    node.run("sh", "-c", PREPARE)


def _ready(_: Lab, node: Node) -> str | None:
    try:
        with socket.create_connection((node.address, PORT), timeout=3) as connection:
            greeting = connection.recv(64)
    except OSError as error:
        return f"port {PORT}: {error}"
    return None if greeting.startswith(b"SSH-2.0-") else f"port {PORT} says {greeting!r}"


COMPONENT = Component(
    room="system",
    title="OpenSSH of Debian 12",
    kind="real",
    instance="system",
    units=("ssh",),
    files=_files,
    artifacts={"openssh": SERVER, "libwrap": WRAPPERS},
    prepare=_prepare,
    ready=_ready,
)
