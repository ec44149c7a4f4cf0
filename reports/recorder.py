"""Writes a record: one chained line at a time, each on disk before the next check is reported."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import re
import secrets
import shutil
from collections.abc import Iterable
from pathlib import Path

from fixtures.chain import START, encoded, sealed
from fixtures.state import state_folder
from reports.line import AnyLine, CheckLine, EmptyLine, StatementLine
from reports.record import RecordError

KEPT = 200
"""Records kept of one environment on one machine, beside the one of this run; of more, the oldest go."""
KEPT_DAYS = 90
"""Days after which a record goes."""
_NAME = re.compile(r"(\d{8}T\d{6})-[0-9a-f]{6}\.jsonl")
_TIME = "%Y%m%dT%H%M%S"


def new_name() -> str:
    """A name for a run: its time, and something that no other run of this second has."""
    return f"{dt.datetime.now(dt.UTC).strftime(_TIME)}-{secrets.token_hex(3)}"


def runs_folder(env: str) -> Path:
    """Where the records of an environment live."""
    return state_folder(env) / "runs"


def records_in(folder: Path) -> list[Path]:
    """The records that runs named themselves, the oldest first."""
    return sorted(each for each in folder.iterdir() if _NAME.fullmatch(each.name))


class Recorder:
    """Appends to one file that only its owner can read.

    Raises:
        RecordError: it cannot be written there.
    """

    def __init__(self, path: Path) -> None:
        try:
            file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_APPEND, 0o600)
        except OSError as error:
            raise RecordError(
                f"the record {path} cannot be written: {error.strerror}; name another with --record"
            ) from error
        self.path = path
        self.lines: list[AnyLine] = []
        self.fault: str | None = None
        """Why the record is not whole: the disk is full, say. The run goes on: what it finds is needed the more."""
        self._file = os.fdopen(file, "ab")
        self._head = START
        self._said: set[str] = set()

    @classmethod
    def in_state(cls, env: str, name: str) -> Recorder:
        """A new record of an environment among those kept; what is too old or too many there goes.

        Raises:
            RecordError: as above.
        """
        return cls(_folder(env) / f"{name}.jsonl")

    @property
    def head(self) -> str:
        """The hash of the last line."""
        return self._head

    def add(self, line: AnyLine) -> None:
        """Append one line; where that fails, `fault` says why."""
        entry = sealed(line.model_dump(mode="json"), self._head)
        self._head = entry["hash"]
        self.lines.append(line)
        try:
            self._file.write(encoded(entry))
            self._file.flush()  # goes on where an earlier one stopped
            self.fault = None
        except OSError as error:
            self.fault = error.strerror or str(error)

    def add_outcome(self, line: CheckLine | EmptyLine, statement: StatementLine) -> None:
        """Append an outcome, before the first one of a check what that says of itself; one not selected only once."""
        if not line.selected:
            if line.id in self._said:
                return
            self._said.add(line.id)
        if statement.check not in self._said:
            self._said.add(statement.check)
            self.add(statement)
        self.add(line)

    def close(self) -> None:
        """Close the file."""
        with contextlib.suppress(OSError):  # `fault` has said it
            self._file.close()


def keep(record: Path, env: str, name: str) -> str:
    """Put a copy of a record among those kept; why that could not be, in a line of its own, empty where it is there.

    Later runs compare themselves with those kept. What is no file, a pipe say, cannot be copied, and is not.
    """
    try:
        copy = _folder(env) / f"{name}.jsonl"
        if record.is_file() and record.resolve().parent != copy.parent.resolve():
            os.close(os.open(copy, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
            shutil.copyfile(record, copy)
    except (OSError, RecordError) as error:
        return f"\nlater runs are not compared with it: {error}"
    return ""


def _folder(env: str) -> Path:
    """Where the records of an environment live, made and pruned."""
    folder = runs_folder(env)
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        folder.chmod(0o700)
    except OSError as error:
        raise RecordError(
            f"no record can be kept in {folder}: {error.strerror}; name a file with --record, "
            "or another place by XDG_STATE_HOME"
        ) from error
    prune(folder)
    return folder


def prune(folder: Path) -> None:
    """Remove what is older than `KEPT_DAYS`, and the oldest of more than `KEPT`, with its signatures; others stay."""
    since = (dt.datetime.now(dt.UTC) - dt.timedelta(days=KEPT_DAYS)).strftime(_TIME)
    names = sorted((each.name for each in folder.iterdir() if _NAME.fullmatch(each.name)), reverse=True)
    for name in _too_many(names, since):
        for file in (name, name.replace(".jsonl", ".intoto.json"), f"{name}.sig"):
            (folder / file).unlink(missing_ok=True)  # another run prunes as well


def _too_many(newest_first: Iterable[str], since: str) -> list[str]:
    return [name for number, name in enumerate(newest_first) if number >= KEPT or name < since]
