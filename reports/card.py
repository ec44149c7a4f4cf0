"""A run in a few words: what was asked, by whom, from where, by which suite, against what."""

from __future__ import annotations

from reports.record import Record


def card(record: Record) -> dict[str, str]:
    """Name to text, in the order in which a reader asks."""
    run = record.run
    commit = run.suite.commit or "no checkout"
    changed = {True: ", files changed since", False: "", None: ""}[run.suite.dirty]
    rows = {
        "Environment": f"{run.env}: {run.title}" + (" (protected)" if run.protected else ""),
        "Run": run.run,
        "Began": run.at,
        "Ended": record.end.at if record.end else "it has no end",
        "Operator": f"{run.who.sudo_user} as {run.who.user}" if run.who.sudo_user else run.who.user,
        "Host": f"{run.where.host}, {run.where.system}",
        "Access": f"{run.where.access}, Incus project {run.where.project}",
        "Suite": f"{run.suite.version}, commit {commit}{changed}; Python {run.suite.python}, pytest {run.suite.pytest}",
        "Command": " ".join(run.suite.command),
        "Identity": "; ".join(f"{name} {found}" for name, found in run.against.identity.items()),
        "Expectations": "; ".join(f"{name} sha256 {digest}" for name, digest in run.against.layers.items()),
        "Variables": ", ".join(run.against.variables),
        "Exemptions": "; ".join(
            f"{each.id} by {each.owner}, {each.approval}, until {each.until}, {each.state}: {each.why}"
            for each in record.exemptions
        ),
        "Attestations": "; ".join(f"{each.id}: {each.text}" for each in record.attestations),
    }
    return {name: text for name, text in rows.items() if text}
