"""The next command to type, in words that work where the run was started."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from pathlib import Path

from reports.causes import Cause
from reports.record import Record
from reports.sites import home_of
from reports.style import Style


def next_command(record: Record, found: list[Cause], style: Style) -> str | None:
    """What to type after a red run: the plan of the first remedy that there is, or the question again."""
    for cause in found:
        known = any(style.remedies is None or remedy in style.remedies for remedy in cause.first.remedies)
        if cause.first.verdict == "failed" and known and style.fix != "apply":
            return _asking(record, cause, style, "--fix" if style.fix else "--fix=plan")
    if found:
        return _asking(record, found[0], style)
    if record.merged:
        return None
    if record.errors and record.errors[0].test:
        return f"{style.program} --env={record.run.env} {shlex.quote(record.errors[0].test)}"
    if not record.complete:
        return f"{style.program} {shlex.join(record.run.suite.command[1:])}".strip()
    return None


def _asking(record: Record, cause: Cause, style: Style, *more: str) -> str:
    env, id = home_of(record.run.sites, record.run.env, cause.first.id)
    return " ".join([style.program, f"--env={env}", *more, "-k", shlex.quote(id)])


def program(started: Path, root: Path) -> str:
    """The words that start this pytest again from the folder `started`; `root` is the suite's own."""
    argv0 = started / sys.argv[0]
    if argv0.is_file() and argv0.name != "__main__.py":
        words = [_shortest(argv0, root)]
    else:
        words = [_shortest(Path(sys.executable), root), "-m", "pytest"]
    if os.environ.get("SUDO_USER") and os.getuid() == 0:
        words.insert(0, "sudo")
    there = "" if started == root else f"cd {shlex.quote(str(root))} && "
    return there + shlex.join(words)


def _shortest(file: Path, root: Path) -> str:
    whole = Path(os.path.normpath(file))
    if (found := shutil.which(file.name)) and Path(os.path.normpath(found)) == whole:
        return file.name
    return str(whole.relative_to(root)) if whole.is_relative_to(root) else str(whole)
