"""The work folder: downloaded scripts, and beside each the .ast that the runtime would load."""

from __future__ import annotations

import json
from pathlib import Path

from lab.standins.botserver.basic import parse
from lab.standins.botserver.drive import Object


class Work:
    """`ROOT/{bot}.gbai/{bot}.gbdialog/NAME.bas` and `NAME.ast`.

    Which ETag was compiled is remembered in memory only, as in BotServer: a restart compiles everything anew,
    and a file that is merely downloaded again is not compiled.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._compiled: dict[str, str] = {}

    def stale(self, path: str, item: Object) -> bool:
        """Whether this version of the script was not compiled by this process."""
        return self._compiled.get(path) != item.etag

    def has(self, bot: str, item: Object) -> bool:
        """Whether the script lies in the folder."""
        return self._script(bot, item).is_file()

    def store(self, bot: str, item: Object, content: bytes) -> None:
        """Write the script. Raises UnicodeDecodeError when it is not text."""
        script = self._script(bot, item)
        script.parent.mkdir(parents=True, exist_ok=True)
        _replace(script, content.decode())

    def compile(self, bot: str, path: str, item: Object) -> Path:
        """Write the .ast and give its path. Raises BasicError."""
        script = self._script(bot, item)
        tree = [statement.tree() for statement in parse(script.read_text())]
        target = script.with_suffix(".ast")
        _replace(target, json.dumps({"source": path, "script": tree}, indent=1))
        self._compiled[path] = item.etag
        return target

    def _script(self, bot: str, item: Object) -> Path:
        return self._root / f"{bot}.gbai" / f"{bot}.gbdialog" / item.key.rsplit("/", 1)[-1]


def _replace(path: Path, content: str) -> None:
    draft = path.with_name(f".{path.name}.new")
    draft.write_text(content)
    draft.replace(path)
