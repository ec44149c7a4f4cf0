"""Proves that a record is whole and as it was written; what is said of it then is of the bytes that were proven."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from fixtures.chain import START, Broken, proven
from reports.line import EndLine, RunLine
from reports.record import NotWhole, Record, content_of, parse, reason, typed


@dataclass(frozen=True)
class Whole:
    """A record that was proven, of one reading of its file."""

    path: Path
    content: bytes

    @cached_property
    def record(self) -> Record:
        """Its lines."""
        return parse(self.path, self.content)

    @property
    def digest(self) -> str:
        """The SHA-256 of the file, in hexadecimal digits."""
        return hashlib.sha256(self.content).hexdigest()


def verify(path: Path) -> Whole:
    """A record, proven.

    Raises:
        NotWhole: says the first line that is not as it was written.
        RecordError: the file cannot be read.
    """
    content = content_of(path)
    prove(path, content)
    return Whole(path, content)


def prove(path: Path, content: bytes) -> None:
    """Return where what was read of the file is a whole record.

    Raises:
        NotWhole: as in `verify`.
    """
    before, number, last = START, 0, None
    for number, line in enumerate(content.splitlines(keepends=True), 1):
        if not line.endswith(b"\n"):
            raise NotWhole(f"{path}, line {number}: torn: its run was killed, or the file was cut off")
        try:
            entry = proven(line, before)
            last = typed(entry)
        except Broken:
            raise NotWhole(
                f"{path}, line {number}: the chain of hashes breaks here: it was changed, or a line before it is gone"
            ) from None
        except (ValueError, TypeError) as error:
            raise NotWhole(f"{path}, line {number}: not of a record: {reason(error)}") from error
        if (number == 1) is not isinstance(last, RunLine):
            raise NotWhole(f"{path}, line {number}: a record begins with one line of kind run, and has no other")
        before = entry["hash"]
    if not isinstance(last, EndLine):
        raise NotWhole(f"{path}, line {number + 1}: missing: its run was killed, or lines were cut off at its end")
