"""What a run left out by what was typed: one that asked only of a part says nothing of the rest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from reports.line import RunLine
from reports.record import Record

SELECTING = {"-m", "-k", "--target", "--lf", "--last-failed", "--sw", "--stepwise", "--deselect", "--ignore"}
SELECTING |= {"--severity", "--ignore-glob"}
"""A run that `-x` or `--maxfail` ended is incomplete, which its record says; one that they did not end is whole."""
VALUES = {"-m", "-k", "--target", "--severity", "--deselect", "--ignore", "--ignore-glob"}
"""Options whose value may be the next word."""
OTHERS = {"-p", "-n", "-c", "-o", "-W", "--env", "--record", "--report", "--audit-report", "--wait", "--html", "--dist"}
OTHERS |= {"--junit-xml", "--junitxml", "--fix-allow", "--confirm", "--tb", "--rootdir", "--color", "--explain"}
OTHERS |= {"--expect-commit", "--maxfail", "--fix"}
"""Options that select nothing, whose value may be the next word: no value begins with a dash."""
WHOLE = {"tests_infra", "."}
"""Folders that hold every check."""


def selected(run: RunLine) -> tuple[str, ...]:
    """The words that left something out, options from the environment too; none: the whole suite was asked."""
    return selection(run.suite.command) if run.selected is None else run.selected


def left_out(shards: Iterable[Record]) -> tuple[str, ...]:
    """The words of all shards of one platform; none where one of them asked it whole."""
    words = [selected(record.run) for record in shards]
    return () if () in words else tuple(word for each in words for word in each)


def selection(command: Sequence[str]) -> tuple[str, ...]:
    """The words of a command of pytest that leave something out."""
    chosen: list[str] = []
    taken: list[str] | None = None
    for word in command[1:]:
        if taken is not None and not word.startswith("-"):
            taken.append(word)
            taken = None
            continue
        taken = None
        name, equals, _ = word.partition("=")
        short = word[:2] if word[:1] == "-" and word[1:2] != "-" else name
        if short in SELECTING:
            chosen.append(word)
            taken = chosen if short in VALUES and word == short and not equals else None
        elif not word.startswith("-"):
            chosen += [word] * (word.rstrip("/") not in WHOLE)
        elif word in OTHERS:
            taken = []
    return tuple(chosen)
