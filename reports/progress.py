"""How far a run is, room by room: a block that is drawn anew in place on a terminal, plain lines elsewhere."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from fixtures.verdict.outcome import RED, Verdict
from reports.style import GREEN, Style
from reports.style import RED as PAINTED_RED

COLUMNS = 2
CELL = 38
"""Characters of one room's cell."""
PAUSE = 0.1
"""Seconds between two drawings of the block."""
UP = "\x1b[{}A\r\x1b[J"
QUIET = frozenset({Verdict.EMPTY, Verdict.OFF, Verdict.SKIPPED})


@dataclass
class Room:
    """What came of one room so far."""

    expected: int = 0
    verdicts: Counter[str] = field(default_factory=Counter)

    @property
    def done(self) -> int:
        """How many checks ended."""
        return self.verdicts.total()

    def said(self, *, final: bool = False) -> str:
        """`9 of 12 hold`, `12 hold`, `1 failed, 3 blocked, 8 hold`."""
        red = [f"{self.verdicts[word]} {word}" for word in map(str, Verdict) if word in RED and self.verdicts[word]]
        silent = sum(self.verdicts[word] for word in QUIET)
        hold = self.done - silent - sum(self.verdicts[word] for word in RED)
        words = [*red, *([f"{hold} hold"] if hold or not (red or silent) else [])]
        words += [f"{silent} not asked"] if silent else []
        of = "" if final or self.done >= self.expected else f" of {self.expected}"
        return f"{', '.join(words)}{of}"


class Progress:
    """The rooms of a run; `write` puts text on the terminal."""

    def __init__(self, style: Style, *, live: bool) -> None:
        self.style = style
        self.live = live
        self.rooms: dict[str, Room] = {}
        self._drawn = 0
        self._last = 0.0
        self._waiting: list[str] = []

    def expect(self, rooms: Iterable[str]) -> None:
        """Say which rooms will be asked, once for every check."""
        for name in sorted(rooms):
            self.rooms.setdefault(name, Room()).expected += 1

    def add(self, room: str, verdict: str) -> str:
        """Take note of an outcome; returns what is to be written now."""
        found = self.rooms.setdefault(room, Room())
        found.verdicts[verdict] += 1
        if self.live:
            return self._block(PAUSE)
        if found.done == found.expected:
            self._waiting.append(self._cell(room))
        return self._row(COLUMNS)

    def start(self) -> str:
        """What is to be written before the first outcome."""
        return self._block(0) if self.live else ""

    def end(self, *, keep: bool) -> str:
        """What is to be written behind the last outcome; on a terminal the block goes away, or stays."""
        if self.live:
            return self._block(0) if keep else self._erased()
        self._waiting += [self._cell(name) for name, room in self.rooms.items() if 0 < room.done != room.expected]
        return "".join(self._row(1) for _ in range(len(self._waiting)))

    def _block(self, pause: float) -> str:
        moment = time.monotonic()
        if moment - self._last < pause:
            return ""
        self._last = moment
        cells = [self._cell(name) for name in self.rooms]
        half = -(-len(cells) // self._columns)
        rows = ["".join(cells[each::half]).rstrip() for each in range(half)]
        erased, self._drawn = self._erased(), len(rows)
        return erased + "".join(f"{row}\n" for row in rows)

    def _erased(self) -> str:
        drawn, self._drawn = self._drawn, 0
        return UP.format(drawn) if drawn else ""

    def _row(self, most: int) -> str:
        if len(self._waiting) < min(most, self._columns):
            return ""
        cells, self._waiting = self._waiting[: self._columns], self._waiting[self._columns :]
        return "".join(cells).rstrip() + "\n" if cells else ""

    @property
    def _columns(self) -> int:
        return COLUMNS if self.style.width >= COLUMNS * CELL else 1

    def _cell(self, name: str) -> str:
        room = self.rooms[name]
        said = room.said()
        text = f"  {name:<12} {said}".ljust(CELL)
        if any(room.verdicts[word] for word in RED):
            return text.replace(said, self.style.paint(said, PAINTED_RED), 1)
        return (
            text.replace(said, self.style.paint(said, GREEN), 1) if room.done and room.done == room.expected else text
        )
