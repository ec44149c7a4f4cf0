"""How stand-ins get into their containers: their sources, their libraries, their launcher, their unit.

The launcher is a copy of the container's own Python: an ELF file whose process carries the name of the program
it stands for, as `ss`, `ps` and `ldd` see it.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from lab.artifacts import Wheel, Wheels
from lab.instances.node import File, Node
from lab.site import Lab

SOURCES = Path(__file__).resolve().parents[1] / "standins"
LIBRARIES = "/opt/gbo/lib"
PYTHON = "/usr/bin/python3.11"

PSYCOPG = (
    Wheel("psycopg", "3.3.9", sha256="d2d7d04a1ce6dab4f5b27316bea3b52585cafa2f2d631e5b09dd69823f5c26f6"),
    Wheel("psycopg-binary", "3.3.9", sha256="0953c1b94c73f97efce5b8fb1dad85cf5e4085b94902e439e27e6805ebc8be99"),
    Wheel("typing-extensions", "4.16.0", sha256="481caa481374e813c1b176ada14e97f1f67a4539ce9cfeb3f350d78d6370c2e8"),
)
VALKEY = (
    Wheel("valkey", "6.2.0", sha256="94a12c87cd070e356b2c89e2946fa582d9f65ec2e003ab1867e987220e2beae8"),
    Wheel("async-timeout", "5.0.1", sha256="39e3809566ff85354557ec2398b55e096c8364bacac9405a7a1fa429e77fe76c"),
)
"""valkey needs async-timeout below Python 3.11.3; Debian 12 has 3.11.2."""
QDRANT = (Wheel("qdrant-edge-py", "0.9.0", sha256="7bc734ea493d1f92e6b8af74bc68c4f903b2ca90593f899cd1b998cd12744da4"),)


def sources(*names: str) -> list[File]:
    """The sources of these modules and packages of lab.standins, and of what all of them share."""
    wanted = [SOURCES / f"{name}.py" for name in ("__init__", "logs", "web")]
    for name in names:
        folder = SOURCES / name
        wanted += sorted(folder.glob("*.py")) if folder.is_dir() else [SOURCES / f"{name}.py"]
    return [File(f"{LIBRARIES}/lab/standins/{path.relative_to(SOURCES)}", path.read_bytes()) for path in wanted]


def libraries(lab: Lab, wheels: Wheels) -> File:
    """The unpacked wheels."""
    return File(LIBRARIES, wheels.path(lab.cache))


def unit(
    title: str,
    program: str,
    module: str | None,
    *,
    environment_file: str,
    logs: tuple[str, str],
    arguments: str = "",
    after: str = "network-online.target",
) -> bytes:
    """A service that runs `program -m module`, starts at boot, and comes back after every failure.

    Without a module it is a program that has its code in itself.
    """
    variables = {"PYTHONPATH": LIBRARIES, "PYTHONUNBUFFERED": "1", "MALLOC_ARENA_MAX": "2"}
    lines = "".join(f"Environment={name}={value}\n" for name, value in variables.items())
    output, errors = logs
    path = f"/opt/gbo/bin/{program}"
    command = (path, *(("-m", module) if module else (path,)), arguments)
    return f"""\
[Unit]
Description={title}
Wants=network-online.target
After={after}
StartLimitIntervalSec=0

[Service]
{lines}EnvironmentFile={environment_file}
WorkingDirectory=/opt/gbo/bin
ExecStart={" ".join(command).rstrip()}
Restart=on-failure
RestartSec=2
TimeoutStopSec=10
StandardOutput=append:{output}
StandardError=append:{errors}

[Install]
WantedBy=multi-user.target
""".encode()


def install_launcher(node: Node, program: str) -> None:
    """Put the launcher in its place, whole or not at all, also while it runs; nothing when it is there."""
    target = f"/opt/gbo/bin/{program}"
    if node.run("cmp", "-s", PYTHON, target, check=False).status != 0:
        node.run("install", "-m", "0755", PYTHON, f"{target}.new")
        node.run("mv", "-f", f"{target}.new", target)


def environment(values: Mapping[str, str]) -> bytes:
    """The text of an environment file."""
    return "".join(f"{name}={value}\n" for name, value in values.items()).encode()
