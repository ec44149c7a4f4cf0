"""`python -m tests.guide [GUIDE]`: holds reports/guide/guide.toml to the guide, and says where they differ.

The guide is not ours to publish: it lies in ../shared beside the checkout, and here are only numbers, short titles
and the beginning of a SHA-256 a line. `--lines` prints the table [lines] as it would be of this guide.
"""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from reports.guide.statements import FILE, headings, lines, statements

ROOT = Path(__file__).resolve().parents[1]
PLACE = "shared/ops-guide.md"
NOTHING = re.compile(r"\s*(-+|`+\w*|\|[-| ]*\|?|)\s*")
"""A line of the guide without a word: a rule, a fence, the line below a table's head."""
DIGITS = 8
ABSENT = (
    "the operations guide is not at {place}: put it there (it belongs to the customer and is in no repository), "
    "or say `python -m tests.guide FILE`"
)


def guide() -> Path:
    """Where the guide lies: in `shared` beside the checkout, also beside that of which this one is a worktree.

    Raises:
        FileNotFoundError: it does not lie there, and what to do.
    """
    asked = ["git", "rev-parse", "--path-format=absolute", "--git-common-dir"]
    common = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()
    places = [parent / PLACE for parent in (ROOT.parent, Path(common).parent.parent)]
    for place in places:
        if place.is_file():
            return place
    raise FileNotFoundError(ABSENT.format(place=f"../{PLACE}"))


def digests(text: str) -> dict[int, str]:
    """Each line that has a word: its number, and the beginning of its SHA-256, spaces at the ends apart."""
    return {
        number: hashlib.sha256(line.strip().encode()).hexdigest()[:DIGITS]
        for number, line in enumerate(text.splitlines(), 1)
        if not NOTHING.fullmatch(line)
    }


def differences(text: str) -> Iterator[str]:
    """Where guide.toml and the guide differ, one sentence each."""
    now, kept = digests(text), lines()
    claimed = {line for each in statements() for line in (each.line, *each.also)} | headings()
    for line in sorted({*now, *kept, *claimed}):
        if line not in now:
            yield f"line {line}: the guide has nothing there any more, {FILE.name} has"
        elif line not in claimed:
            yield f"line {line}: no statement of {FILE.name} claims it, and it is no heading there"
        elif kept.get(line) != now[line]:
            yield f"line {line}: it is not what was read; look whether its statements still are, then write its digest"


def main() -> int:
    """Print every difference, or the lines; returns the exit code."""
    words = [each for each in sys.argv[1:] if each != "--lines"]
    try:
        text = (Path(words[0]) if words else guide()).read_text("utf-8")
    except FileNotFoundError as error:
        print(error, file=sys.stderr)  # noqa: T201 - a command's output
        return 4
    if "--lines" in sys.argv:
        print("\n".join(f'{number} = "{digest}"' for number, digest in digests(text).items()))  # noqa: T201
        return 0
    found = list(differences(text))
    print("\n".join([*found, f"guide: {len(statements())} statements, {len(found)} differences"]))  # noqa: T201
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
