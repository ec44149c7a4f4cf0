"""LiveKit in `meet`: signalling on the declared port, media over TCP 7881 and one UDP port, no way out needed.

It keeps its nodes in a Redis beside it on loopback, as its makers' deployment does; that one is Debian's Valkey.
"""

from __future__ import annotations

import json

from lab.artifacts import GoModule
from lab.building.component import Component, File
from lab.components._common import lacks, unit
from lab.site import Lab, Node

LIVEKIT = GoModule(
    name="livekit-server",
    version="v1.11.0",
    module="github.com/livekit/livekit-server",
    sum="h1:mWa8MWwn7sBi0rBvf+jdB77s98BPGr0JsCtU+6XUYEA=",
    package="./cmd/server",
)
CONFIG = "/opt/gbo/conf/livekit.yaml"
REDIS = "livekit-redis"
REDIS_PORT = 6379


def config(lab: Lab) -> bytes:
    """LiveKit's configuration; JSON is YAML too, and quotes every value."""
    keys = {lab.secret("meet/key"): lab.secret("meet/secret", bytes=32)}
    rtc = {"tcp_port": 7881, "udp_port": 7882, "use_external_ip": False, "node_ip": lab.node("meet").address}
    port = lab.env.meet.servers["meet"].port
    redis = {"address": f"127.0.0.1:{REDIS_PORT}"}
    content = {"port": port, "redis": redis, "rtc": rtc, "keys": keys, "logging": {"level": "info", "json": True}}
    return json.dumps(content, indent=2).encode() + b"\n"


def files(lab: Lab) -> list[File]:
    """Program, configuration with key and secret, units."""
    program = f"{lab.env.paths.bin}/livekit-server"
    memory = f"/usr/bin/valkey-server --bind 127.0.0.1 --port {REDIS_PORT} --save '' --maxmemory 32mb"
    redis = unit("Redis of LiveKit", memory, log=f"{lab.env.paths.logs}/{REDIS}.log", user="valkey")
    service = unit("LiveKit", f"{program} --config {CONFIG}", log=f"{lab.env.paths.logs}/livekit.log")
    return [
        File(program, LIVEKIT.path(lab.cache), 0o755),
        File(CONFIG, config(lab), 0o600),
        File("/etc/systemd/system/livekit.service", service),
        File(f"/etc/systemd/system/{REDIS}.service", redis),
    ]


def publish(lab: Lab) -> None:
    """Publish the port by a proxy device of Incus, as the environment declares; nothing where it is published."""
    for forward in lab.env.devices:
        if forward.name not in lab.incus.call("config", "device", "list", forward.container).text.split():
            listen = f"listen={forward.protocol}:{lab.env.network.external_address}:{forward.external}"
            connect = f"connect={forward.protocol}:127.0.0.1:{forward.port}"
            lab.incus.call("config", "device", "add", forward.container, forward.name, "proxy", listen, connect)


def withdraw(lab: Lab) -> None:
    """Take the devices away."""
    for forward in lab.env.devices:
        lab.incus.call("config", "device", "remove", forward.container, forward.name, check=False)


def _configure(lab: Lab, node: Node) -> None:  # noqa: ARG001 - the device is Incus' side of the instance
    publish(lab)


def ready(lab: Lab, node: Node) -> str | None:
    """It answers as the environment declares; 406 means that its own statistics are too old."""
    server = lab.env.meet.servers["meet"]
    return lacks(f"http://{node.address}:{server.port}{server.ready_path}", server.body)


COMPONENT = Component(
    room="meet",
    title="LiveKit 1.11.0",
    kind="real",
    instance="meet",
    units=(REDIS, "livekit"),
    files=files,
    artifacts={"livekit-server": LIVEKIT},
    configure=_configure,
    ready=ready,
)
