"""MinIO in `drive` with the client `mc` and one bucket for each declared bot."""

from __future__ import annotations

import json
import shlex

from lab.artifacts import GoModule
from lab.building.component import Component, File
from lab.components._common import lacks, unit
from lab.site import Lab, Node

MINIO = GoModule(
    name="minio",
    version="v0.0.0-20260212201848-7aac2a2c5b7c",
    module="github.com/minio/minio",
    sum="h1:/qdoYujxF5MBLDMVLeiYJ/7fBa1HikX39Dvzb9Ji8pA=",
)
CLIENT = GoModule(
    name="mc",
    version="v0.0.0-20250313080218-cf909e1063a9",
    module="github.com/minio/mc",
    sum="h1:6RyInOHKL6jz8zxcAar/h6rg/aJCxDP/uFuSNvYSuMI=",
)
SETTINGS = "/opt/gbo/conf/minio.env"
FOLDER = "/opt/gbo/data/minio"
DRIVES = tuple(f"{FOLDER}/{number}" for number in range(1, 5))
"""One of them can be missed."""
CONSOLE = 9100
"""The console's port. Source: guide, container architecture: 9000/9100."""

SCRIPT = b"""\
REM What every user hears first.
TALK "Welcome to the lab."
HEAR name
TALK "Hello, " + name + "."
"""
CONFIG = b"""\
llm-provider,local
llm-model,lab-tiny
theme-color1,#cc0000
theme-title,Lab
"""
KNOWLEDGE = b"The lab stands on one machine. Nothing in it is real, and everything in it may be broken.\n"


def files(lab: Lab) -> list[File]:
    """Programs, root credentials (the ones in Vault's gbo/drive), the client's alias `local`, unit."""
    server = lab.env.drive.servers["drive"]
    program = f"{lab.env.paths.bin}/minio"
    key, secret = lab.secret("drive/accesskey"), lab.secret("drive/secret")
    alias = {"url": f"http://127.0.0.1:{server.port}", "accessKey": key, "secretKey": secret}
    aliases = {"version": "10", "aliases": {"local": {**alias, "api": "s3v4", "path": "auto"}}}
    settings = f"MINIO_ROOT_USER={key}\nMINIO_ROOT_PASSWORD={secret}\nMINIO_UPDATE=off\n"
    settings += "MINIO_CI_CD=1\n"  # else it takes no folders of the disk that its system lies on
    service = unit(
        "MinIO",
        f"{program} server --address :{server.port} --console-address :{CONSOLE} {' '.join(DRIVES)}",
        log=f"{lab.env.paths.logs}/minio.log",
        folder="/opt/gbo/data",
        settings=f"EnvironmentFile={SETTINGS}\n",
    )
    return [
        File(program, MINIO.path(lab.cache), 0o755),
        File(server.client, CLIENT.path(lab.cache), 0o755),
        File(SETTINGS, settings.encode(), 0o600),
        File("/root/.mc/config.json", json.dumps(aliases, indent=2).encode(), 0o600),
        File("/etc/systemd/system/minio.service", service),
    ]


def bot_files(lab: Lab) -> dict[str, bytes]:
    """Path in MinIO to content, for every declared bot. Source: guide, bucket structure per bot."""
    found: dict[str, bytes] = {}
    for bot in lab.env.system.bots.values():
        root = f"{bot.name}.gbai/{bot.name}"
        found |= {f"{root}.gbdialog/{script}": SCRIPT for script in bot.scripts}
        if bot.config:
            found[f"{root}.gbot/config.csv"] = CONFIG
        if bot.knowledge:
            found[f"{root}.gbkb/welcome.txt"] = KNOWLEDGE
    return found


def configure(lab: Lab, node: Node) -> None:
    """Make the bots' buckets and put in what is missing; what somebody changed stays."""
    client = lab.env.drive.servers["drive"].client
    script = f'set -eu\nmc() {{ {shlex.quote(client)} --quiet "$@"; }}\nmc ready local >/dev/null\n'
    for path in bot_files(lab):
        script += f"mc mb --ignore-existing local/{path.partition('/')[0]} >/dev/null\n"
    for path, content in bot_files(lab).items():
        target, text = shlex.quote(f"local/{path}"), shlex.quote(content.decode())
        script += f"printf %s {text} > /tmp/lab-upload\n"
        script += f"mc stat {target} >/dev/null 2>&1 || mc cp /tmp/lab-upload {target} >/dev/null\n"
    node.run("sh", "-c", f"{script}rm -f /tmp/lab-upload\n")


def ready(lab: Lab, node: Node) -> str | None:
    """The cluster says that it can write."""
    server = lab.env.drive.servers["drive"]
    return lacks(f"http://{node.address}:{server.port}{server.health_path}")


COMPONENT = Component(
    room="drive",
    title="MinIO of 2026-02-12, mc of 2025-03-13",
    kind="real",
    instance="drive",
    units=("minio",),
    files=files,
    artifacts={"minio": MINIO, "mc": CLIENT},
    configure=configure,
    ready=ready,
)
