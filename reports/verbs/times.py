"""How long, as it is typed: 90s, 90m, 2h, 1d."""

from __future__ import annotations

import datetime as dt
import re

from fixtures.errors import UserMistake

UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


def duration(word: str) -> dt.timedelta:
    """The time that is meant.

    Raises:
        UserMistake: it is none.
    """
    found = re.fullmatch(r"([0-9]{1,9})([smhd])", word)
    if found is None:
        raise UserMistake(f"{word} is no time; write 90s, 90m, 2h or 1d")
    return dt.timedelta(seconds=int(found[1]) * UNITS[found[2]])
