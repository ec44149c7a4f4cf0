"""`python -m tests.proof`: docs/proof.md from the newest run of the fault matrix, which check each fault turned red.

The matrix (tests/lab/test_faults.py) leaves one file a fault in the cache; here they become one table. With `--add`
the page stays, and gets the rows of those faults that were seen since.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Collection, Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / ".pytest_cache" / "d" / "proof"
PAGE = ROOT / "docs" / "proof.md"
HEAD = """# Proof: every check was seen red

Made by `python -m tests.proof` from the newest run of the fault matrix (`make test`) on the lab; not written by hand.
Each fault was injected as it happens, up to four side by side where no check can be red or blocked by two of them; the
whole set was asked, exactly these checks were failed or unknown, everything else passed or was blocked by them, the
faults were healed, and everything was green again.

| fault | what was broken | check that turned red | its first lines | blocked by it | seconds to see it |
|---|---|---|---|---|---|
"""


@dataclass(frozen=True)
class Proof:
    """One check that one fault turned red; `blocked` counts what stood on it, `seconds` is the run that saw it."""

    fault: str
    title: str
    check: str
    said: str
    blocked: int
    seconds: float


def keep(fault: str, proofs: Iterable[Proof], folder: Path = FOLDER) -> None:
    """Keep what a fault showed, instead of what it showed before."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{fault}.json").write_text(json.dumps([asdict(each) for each in proofs]), "utf-8")


def kept(faults: Iterable[str], folder: Path = FOLDER) -> Iterator[Proof]:
    """What was kept of these faults, in their order.

    Raises:
        FileNotFoundError: one was not seen yet.
    """
    for fault in faults:
        yield from (Proof(**each) for each in json.loads((folder / f"{fault}.json").read_text("utf-8")))


def page(proofs: Iterable[Proof]) -> str:
    """The table, in Markdown."""
    return HEAD + "".join(
        f"| {each.fault} | {_cell(each.title)} | {_cell(each.check)} | {_cell(each.said)} "
        f"| {each.blocked or ''} | {each.seconds:.1f} |\n"
        for each in proofs
    )


def told(text: str) -> set[tuple[str, str]]:
    """Fault and check of every row of such a page."""
    cells = (line.split(" | ") for line in text.removeprefix(HEAD).splitlines())
    return {(row[0].removeprefix("| "), row[2].replace("\\|", "|")) for row in cells}


def merged(text: str, proofs: Iterable[Proof], known: Collection[str]) -> str:
    """A page with the rows of these proofs instead of what it had of their faults; of faults unknown none stays."""
    new = list(proofs)
    seen = {each.fault for each in new}
    rows = [*text.removeprefix(HEAD).splitlines(), *page(new).removeprefix(HEAD).splitlines()]
    named = [(row.removeprefix("| ").partition(" | ")[0], at, row) for at, row in enumerate(rows)]
    old = len(rows) - len(new)
    stay = [each for each in named if each[0] in known and (each[1] >= old or each[0] not in seen)]
    return HEAD + "".join(f"{row}\n" for _, _, row in sorted(stay))


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def main() -> int:
    """Write the page; returns the exit code."""
    from lab import faults

    known = sorted(faults.faults())
    if sys.argv[1:] == ["--add"]:
        seen = [each for each in known if (FOLDER / f"{each}.json").exists()]
        PAGE.write_text(merged(PAGE.read_text("utf-8"), kept(seen), known), "utf-8")
        return 0
    try:
        PAGE.write_text(page(kept(known)), "utf-8")
    except FileNotFoundError as missing:
        print(f"no run of the matrix saw {Path(missing.filename).stem} yet: make test", file=sys.stderr)  # noqa: T201
        return 4
    return 0


if __name__ == "__main__":
    sys.exit(main())
