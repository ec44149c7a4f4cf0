"""The records of a folder, and of the folders `ENV/runs` in it: each by its first and last line, the newest first."""

from __future__ import annotations

import contextlib
import datetime as dt
import itertools
import json
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from fixtures.verdict.outcome import RED
from reports.line import EndLine, RunLine
from reports.record import RecordError, parsed
from reports.selection import selected

Selection = tuple[str, ...]
TAIL = 1 << 16
"""Bytes from the end of a record in which its last line is looked for; one that is longer is read with the whole."""
GOES_ON = dt.timedelta(minutes=10)
"""A record without an end in which nothing was written for that long is one of a run that was killed."""


@dataclass(frozen=True)
class Kept:
    """A record file, as its first and last line have it."""

    file: Path
    run: RunLine
    end: EndLine | None
    written: dt.datetime

    @property
    def name(self) -> str:
        """Its part of an address; unique in its environment."""
        return self.file.stem

    @property
    def goes_on(self) -> bool:
        """Whether its run may still be asking."""
        return self.end is None and dt.datetime.now(dt.UTC) - self.written < GOES_ON

    @property
    def selected(self) -> tuple[str, ...]:
        """The words that left something out; none: the whole suite was asked."""
        return selected(self.run)

    @property
    def red(self) -> bool:
        """Whether it ended, and with something red."""
        return self.end is not None and any(self.end.counts.get(word) for word in (*map(str, RED), "error"))

    @property
    def green(self) -> bool:
        """Whether its run ended, whole and with nothing red."""
        return self.end is not None and self.end.complete and self.end.exit == 0

    @property
    def state(self) -> str:
        """What it comes to, as far as its last line says."""
        if self.end is None:
            return "still asking" if self.goes_on else "killed"
        if self.green:
            return "as declared"
        if not self.end.complete:
            return "not whole"
        return "not as declared" if self.end.counts.get("failed") else "no verdict"

    @property
    def age(self) -> dt.timedelta:
        """Since its run began."""
        return dt.datetime.now(dt.UTC) - dt.datetime.fromisoformat(self.run.at)


@dataclass(frozen=True)
class Shelf:
    """What there is at this moment: environment to its records by name, and why others cannot be shown."""

    environments: dict[str, dict[str, Kept]]
    left_out: tuple[str, ...]

    def newest(self, chosen: Selection = ()) -> dict[str, Kept | None]:
        """Of each environment the newest run that counts: of the whole suite, or of what was chosen; None without one.

        One of another part says nothing of the rest, and one that still goes on nothing yet.
        """
        found: dict[str, Kept | None] = {}
        for env, records in self.environments.items():
            whole = [each for each in records.values() if each.selected in ((), chosen)]
            found[env] = next((each for each in whole if not each.goes_on), whole[0] if whole else None)
        return found

    def red_since(self, counting: Kept) -> Kept | None:
        """A later run of a part that is red, and was not asked again since: what is red is not hidden by green."""
        later = itertools.takewhile(lambda each: each is not counting, self.environments[counting.run.env].values())
        newest: dict[Selection, Kept] = {}
        for each in later:
            if not each.goes_on:
                newest.setdefault(each.selected, each)
        return next((each for each in newest.values() if each.red), None)


def shelf(folder: Path) -> Shelf:
    """Look into the folder. What is no regular file, and what a link leads to, is not looked at."""
    found: list[Kept] = []
    left_out = []
    for file in _files(folder):
        try:
            found.append(opened(file))
        except RecordError as error:
            left_out.append(str(error))
    environments: dict[str, dict[str, Kept]] = {}
    for each in sorted(found, key=lambda each: (each.run.at, each.name), reverse=True):
        environments.setdefault(each.run.env, {}).setdefault(each.name, each)
    return Shelf(dict(sorted(environments.items())), tuple(left_out))


def _files(folder: Path) -> Iterator[Path]:
    for place in (folder, *sorted(folder.glob("*/runs"))):
        if not (place.is_symlink() or place.parent.is_symlink()) or place == folder:
            yield from sorted(each for each in place.glob("*.jsonl") if stat.S_ISREG(each.lstat().st_mode))


def opened(file: Path) -> Kept:
    """A record by its first and last line.

    Raises:
        RecordError: it is none.
    """
    try:
        with file.open("rb") as content:
            first = content.readline()
            size = os.fstat(content.fileno()).st_size
            content.seek(max(0, size - TAIL))
            last = content.read()
            if size > TAIL and b"\n" not in last[:-1]:
                content.seek(0)
                last = content.read()
            written = dt.datetime.fromtimestamp(os.fstat(content.fileno()).st_mtime, dt.UTC)
    except OSError as error:
        raise RecordError(f"{file.name} cannot be read: {error.strerror}") from error
    try:
        run = _line(first)
    except (ValueError, TypeError) as error:
        raise RecordError(f"{file.name} is no record of this suite") from error
    if not isinstance(run, RunLine):
        raise RecordError(f"{file.name} is no record of this suite: it has no line of kind run at its beginning")
    return Kept(file, run, _end(last), written)


def _end(tail: bytes) -> EndLine | None:
    """The end, where the last line is whole and one."""
    *_, last = tail.splitlines(keepends=True) or [b""]
    with contextlib.suppress(ValueError, TypeError):
        line = _line(last) if last.endswith(b"\n") else None
        return line if isinstance(line, EndLine) else None
    return None


def _line(content: bytes) -> object:
    entry = json.loads(content)
    return parsed({name: value for name, value in entry.items() if name not in ("before", "hash")})
