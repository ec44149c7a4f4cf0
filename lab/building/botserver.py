"""BotServer as its repository has it, and the first program, which lies there before the workflow has delivered one."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from lab.building.delivery import LIBRARIES, PYTHON, sources
from lab.instances.node import Node

DATA = Path(__file__).resolve().parents[1] / "components" / "data" / "botserver"
SOURCES = "src"
FIRST = """\
set -eu
! python3 -m zipfile -t "$1" >/dev/null 2>&1 || exit 0
cat "$2" - > "$1.new"
chmod 0755 "$1.new"
mv -f "$1.new" "$1"
"""


def repository(workflow: str) -> dict[str, bytes]:
    """Path to content: the workflow, what it builds with, and the sources."""
    found = {f"{SOURCES}/{path}": content for path, content in program().items()}
    found["build.sh"] = (DATA / "build.sh").read_bytes()
    found[f".forgejo/workflows/{workflow}"] = (DATA / workflow).read_bytes()
    return found


def program() -> dict[str, bytes]:
    """Path to content of what lies in the program."""
    files = sources("database", "botserver")
    content = {file.path.removeprefix(f"{LIBRARIES}/"): file.content for file in files}
    found = {path: each for path, each in content.items() if isinstance(each, bytes)}
    return {"__main__.py": (DATA / "main.py").read_bytes(), "lab/__init__.py": b"", **found}


def install_first(node: Node, path: str) -> None:
    """Put a program of no commit there unless BotServer is; as the platform's installer does."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in program().items():
            archive.writestr(name, content)
    node.run("sh", "-c", FIRST, "sh", path, PYTHON, input=packed.getvalue())
