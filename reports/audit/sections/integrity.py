"""How the record and this page are verified, and where people sign."""

from __future__ import annotations

from reports.audit.section import Section
from reports.audit.view import View

SIGNERS = ("Asked by", "Reviewed by", "Accepted by")


def section(view: View) -> Section:
    """The record's hash, the commands, and three rows to sign."""
    run = view.record.run.run
    file = f"{run}.jsonl"
    commands = [
        ("page", f"python -m reports verify {file} --rendered audit:PAGE.html"),
        ("signature", f"python -m reports verify {file} --key KEY.pub"),
    ]
    if view.record.repairs:
        commands.append(("journal", f"python -m fixers verify --env={view.record.run.env}"))
    data = {
        "file": file,
        "lines": len(view.record.lines),
        "head": view.record.head,
        "commands": commands,
        "signers": SIGNERS,
        "journal": [each for each in view.record.repairs if each.journal],
    }
    answer = "record, journal and page can be verified" if view.record.repairs else "record and page can be verified"
    return Section("integrity", "Integrity and sign-off", answer, "integrity.html", data)
