"""Another program runs under the name of the declared one, holds its port and speaks another protocol."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("E8",)
RED = ("containers.port.answers[meet:7880]",)
DEPLOY = """
set -eu
mkdir -p /run/fault /run/systemd/system/livekit.service.d
cp /usr/bin/python3 /run/fault/livekit-server
cat > /run/fault/server.py <<'END'
import socket
server = socket.create_server(("0.0.0.0", 7880))
while True:
    connection = server.accept()[0]
    connection.sendall(b"220 mail.lab.test ESMTP\\r\\n")
    connection.close()
END
cat > /run/systemd/system/livekit.service.d/fault.conf <<'END'
[Service]
ExecStart=
ExecStart=/run/fault/livekit-server /run/fault/server.py
END
systemctl daemon-reload
systemctl restart livekit
"""
DEPLOY_RIGHT = """
set -eu
test -e /run/systemd/system/livekit.service.d/fault.conf || exit 0
rm -rf /run/fault /run/systemd/system/livekit.service.d
systemctl daemon-reload
systemctl restart livekit
"""


def inject(lab: Lab) -> None:
    """Deploy it."""
    lab.node("meet").run("sh", "-c", DEPLOY)


def heal(lab: Lab) -> None:
    """Let the right program run again."""
    lab.node("meet").run("sh", "-c", DEPLOY_RIGHT)
