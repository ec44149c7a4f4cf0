"""Secrets that exist once, and the search for them: whole, in pieces, and in Base64 wherever they stand in it.

The search knows nothing of `fixtures.masking`. A canary is letters and digits, some of them around signs that JSON,
URLs, HTML and shells write otherwise: whatever the form, its letters and digits stay, and a piece of `PIECE` of them is
found. Base64 has three forms, by the place of its first byte.
"""

from __future__ import annotations

import base64
import re
import secrets
import string
import threading
import time
from collections.abc import Iterable, Mapping
from pathlib import Path

PIECE = 10
"""Characters."""
INCUS_OWN = re.compile(r"(?<= -- )env .*?(?= -- cmd )")
"""What Incus itself puts on the command line of its `forkexec`: the environment that an instance is configured with.

What a client gives by `--env` stands on the client's own command line as well.
"""
SIGNS = "\"&'/+ %<\\$é"


class Canaries:
    """Place to value; `known` are other secrets to be searched for, such as the lab's own."""

    def __init__(self) -> None:
        self.values: dict[str, str] = {}

    def simple(self, place: str) -> str:
        """A new one of letters and digits."""
        alphabet = string.ascii_letters + string.digits
        return self.add(place, "".join(secrets.choice(alphabet) for _ in range(28)))

    def hard(self, place: str) -> str:
        """A new one with signs that forms write otherwise."""
        whole = self.simple(place)
        return self.add(place, f"{whole[:14]}{SIGNS}{whole[14:]}")

    def add(self, place: str, value: str) -> str:
        """Search for this one as well."""
        assert len(value) >= PIECE, place
        self.values[place] = value
        return value

    def found(self, texts: Mapping[str, str]) -> dict[str, list[str]]:
        """Place to the names of the texts in which the canary, or a piece of it, stands."""
        pieces = {piece: place for place, value in self.values.items() for piece in _pieces(value)}
        hits: dict[str, set[str]] = {}
        for name, text in texts.items():
            for start in range(len(text) - PIECE + 1):
                if place := pieces.get(text[start : start + PIECE]):
                    hits.setdefault(place, set()).add(name)
        return {place: sorted(names) for place, names in hits.items()}


def _pieces(value: str) -> Iterable[str]:
    for run in re.findall(rf"[A-Za-z0-9_-]{{{PIECE},}}", value):
        yield from _windows(run)
    for encode in (base64.b64encode, base64.urlsafe_b64encode):
        for before in range(3):
            encoded = encode(b"\0" * before + value.encode()).decode()
            yield from _windows(encoded[4 : len(encoded) // 4 * 4 - 4])


def _windows(text: str) -> Iterable[str]:
    return (text[start : start + PIECE] for start in range(len(text) - PIECE + 1))


def texts_below(*folders: Path) -> dict[str, str]:
    """Every file, as text."""
    files = [file for folder in folders for file in folder.rglob("*") if file.is_file()]
    return {str(file): file.read_bytes().decode("utf-8", "replace") for file in files}


class CommandLines:
    """The command lines of every process of the machine, in containers too, that begins while this is entered."""

    EVERY = 0.03
    """Seconds."""

    def __init__(self) -> None:
        self.seen: set[str] = set()
        self._before = set(self._processes())
        self._looks: dict[str, int] = {}
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._watch)

    def __enter__(self) -> CommandLines:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._end.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._end.is_set():
            for process in self._processes():
                if process not in self._before and self._looks.get(process, 0) < 3:  # what it was, and what it became
                    self._looks[process] = self._looks.get(process, 0) + 1
                    self._look(process)
            time.sleep(self.EVERY)

    def _look(self, process: str) -> None:
        try:
            line = Path(f"/proc/{process}/cmdline").read_bytes()
        except OSError:  # it has ended
            return
        self.seen.add(INCUS_OWN.sub("", line.replace(b"\0", b" ").decode("utf-8", "replace")))

    @staticmethod
    def _processes() -> list[str]:
        return [each.name for each in Path("/proc").iterdir() if each.name.isdecimal()]
