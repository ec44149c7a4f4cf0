"""Texts as the page shows them; what comes from the world is escaped before a sign of ours is put into it."""

from __future__ import annotations

import datetime as dt
import re

from markupsafe import Markup, escape

from fixtures.texts import printable

BREAKS = re.compile(r"([.:/\[_])(?=.)")
"""Behind these an id may go on in the next line."""
CODE = re.compile(r"`([^`\n]+)`")
TOKEN = re.compile(r"(?:'[^']*'|\S)+")
WORDS = {"failed": "Does not hold", "unknown": "Could not be asked"}
"""What stands before the title of a cause."""


def shown(given: object) -> object:
    """Whatever a template is given: a text of a record that others wrote may hold signs that no screen may take."""
    return printable(given) if isinstance(given, str) and not isinstance(given, Markup) else given


def breaking(id: str) -> Markup:
    """An id that may break behind its dots, colons and brackets."""
    return Markup(BREAKS.sub(r"\1<wbr>", str(escape(printable(id)))))  # noqa: S704 - escaped before


def ticked(text: str) -> Markup:
    """A text in which `this` is code."""
    return Markup(CODE.sub(r"<code>\1</code>", str(escape(printable(text)))))  # noqa: S704 - escaped before


def sentence(text: str) -> str:
    """With a capital at its beginning; a word of code stays as it is."""
    return text[:1].upper() + text[1:]


def tokens(command: str) -> list[str]:
    """The words of a command, what is quoted whole: it breaks between them only."""
    return TOKEN.findall(command)


def day(stamp: str) -> str:
    """`5 Jan 2026, 03:04:05 UTC`."""
    when = _when(stamp)
    return f"{when.day} {when:%b %Y, %H:%M:%S} UTC"


def clock(stamp: str) -> str:
    """`03:04:05`, of UTC."""
    return f"{_when(stamp):%H:%M:%S}"


def duration(seconds: float) -> str:
    """In the unit that a person would say: ms, s or min."""
    if seconds < 1:
        return f"{milliseconds(seconds)} ms"
    return f"{seconds:.1f} s" if seconds < 120 else f"{seconds / 60:.0f} min"


def milliseconds(seconds: float) -> str:
    """A whole number of them, `<1` for less."""
    whole = round(seconds * 1000)
    return f"{whole:,}" if whole else "<1"


def value(given: object) -> str:
    """A value of a field as the failure text writes it."""
    if isinstance(given, list | tuple):
        return ", ".join(map(value, given)) or "none"
    if isinstance(given, dict):
        return ", ".join(f"{key}: {value(each)}" for key, each in given.items()) or "none"
    return "none" if given is None else str(given)


def anchor(id: str) -> str:
    """What stands behind # in an address that leads to `id`: the signs that an address may not hold are encoded."""
    return "".join(each if each.isalnum() or each in "-._~:@!$&'()*+,;=/?[]" else _percent(each) for each in id)


def _percent(sign: str) -> str:
    return "".join(f"%{byte:02X}" for byte in sign.encode("utf-8", "surrogatepass"))


def _when(stamp: str) -> dt.datetime:
    return dt.datetime.fromisoformat(stamp).astimezone(dt.UTC)
