"""For monitors: whether the newest run of each environment is green and young enough, and its metrics.

What counts is a run of the whole suite, or of the selection that is declared: one of a part alone says nothing of the
rest, so it makes nothing well. It makes red what it finds red, until the same is asked again or all is.
"""

from __future__ import annotations

import datetime as dt
import functools
from http import HTTPStatus
from pathlib import Path

from reports.formats.prometheus import exposition
from reports.record import Record, read
from reports.serving.answer import Answer, text
from reports.serving.shelf import Kept, Selection, Shelf
from reports.style import counted

METRICS = "text/plain; version=0.0.4; charset=utf-8"
"""Source: prometheus.io, Exposition formats."""


def healthz(found: Shelf, oldest: dt.timedelta, chosen: Selection = (), env: str | None = None) -> Answer:
    """A line an environment; 200 where all are well, 503 where one is red or too old, or there is none that counts."""
    newest = {name: kept for name, kept in found.newest(chosen).items() if env in (None, name)}
    if env is not None and not newest:
        return text(HTTPStatus.NOT_FOUND, f"there is no record of {env}\n")
    said = {name: _wrong(found, kept, oldest) for name, kept in newest.items()}
    lines = [f"{name}: {wrong or 'ok'}{_told(newest[name])}\n" for name, wrong in said.items()]
    well = bool(said) and not any(said.values())
    status = HTTPStatus.OK if well else HTTPStatus.SERVICE_UNAVAILABLE
    return text(status, "".join(lines) or "there is no record\n")


def metrics(found: Shelf, chosen: Selection = ()) -> Answer:
    """Of the newest run of each environment that counts."""
    records = [opened(kept) for kept in found.newest(chosen).values() if kept is not None]
    return Answer(HTTPStatus.OK, METRICS, exposition(records).encode())


def _wrong(found: Shelf, kept: Kept | None, oldest: dt.timedelta) -> str:
    """Why the newest run is not good enough; empty where it is."""
    if kept is None:
        return "there is no run of the whole suite, nor of what is declared to count; a part says nothing of the rest"
    if not kept.green:
        if kept.end is None:
            return "its run was killed, or has only begun"
        return "red" if kept.end.complete else "its run is not whole"
    if later := found.red_since(kept):
        return f"red since, where {' '.join(later.selected)} was asked{_told(later)}; before that"
    return f"older than {oldest}" if kept.age > oldest else ""


def _told(kept: Kept | None) -> str:
    if kept is None:
        return ""
    counts = counted(kept.end.counts) or "nothing asked" if kept.end else "no end"
    part = f" of {' '.join(kept.selected)}" if kept.selected else ""
    return f"; {counts}; run {kept.name}{part} began at {kept.run.at}"


def opened(kept: Kept) -> Record:
    """The whole record.

    Raises:
        RecordError: it cannot be read.
    """
    state = kept.file.stat()
    return _opened(kept.file, state.st_mtime_ns, state.st_size)


@functools.lru_cache(maxsize=32)
def _opened(file: Path, _changed: int, _size: int) -> Record:
    return read(file)
