"""The rule of a published port: as kernel or rules file have it, or as the expectation describes it."""

from __future__ import annotations

import shlex

from fixers.errors import RemedyRefused
from fixers.finding import Finding
from fixers.steps import FileEdit
from fixtures.expectations import Forward
from fixtures.facts.translation import Translation

TEST = ("iptables-restore", "--test")
"""Accepts a rules file as the next start would, and changes nothing. Source: iptables-restore(8)."""
SECTION = "*nat"


def right(found: Translation | None, expected: Forward) -> tuple[str, ...] | None:
    """The words of a rule of PREROUTING that is as declared; None where it is not."""
    if found is None or found.exceptions or found.conditions:
        return None
    if (found.interface, found.target) != ("external", expected.target):
        return None
    words = tuple(shlex.split(found.rule))
    return words[2:] if words[:2] == ("-A", "PREROUTING") else None


def made(finding: Finding) -> tuple[str, ...]:
    """The rule that the expectation describes.

    Raises:
        RemedyRefused: nobody knows where it would lead.
    """
    expected, container = finding.expected, finding.env.containers[finding.expected.container]
    address = container.address or next(iter(finding.facts.containers.addresses(container).ipv4), None)
    if address is None:
        raise RemedyRefused(f"{expected.container} has no address that a rule could lead to")
    outside = finding.env.network.outside(expected)
    ports = str(expected.external).replace("-", ":")
    return (
        *("-i", outside.interface, "-p", expected.protocol, "--dport", ports),
        *("-j", "DNAT", "--to-destination", f"{address}:{expected.port}"),
    )


def saved_line(finding: Finding) -> FileEdit:
    """The missing line at the end of the file's section `nat`: the kernel's rule where that is right.

    Raises:
        RemedyRefused: the file is not there, has no such section, or a rule in it takes the packets already.
    """
    expected, network, path = finding.expected, finding.facts.network, finding.env.network.rules_file
    text, found = network.rules_text(), network.saved(expected)
    if text is None or found is None:
        raise RemedyRefused(f"there is no {path}: write one by `iptables-save`, without what Incus and others own")
    if found.target != "none" or found.exceptions:
        raise RemedyRefused(f"a rule of {path} takes the packets already; put it right by hand: {found.rule}")
    last = _last_line(text)
    if last is None:
        raise RemedyRefused(f"{path} has no section {SECTION} with a line that stands in it once: add the rule by hand")
    live = network.live(expected)
    rule = live.rule if right(live, expected) else " ".join(("-A", "PREROUTING", *made(finding)))
    return FileEdit(f"write {expected.id} into the rules file", None, path, ((last, f"{last}\n{rule}"),), (), TEST)


def _last_line(text: str) -> str | None:
    """The last line of the section before its COMMIT that stands in the file once."""
    lines = text.splitlines()
    if SECTION not in lines:
        return None
    section = lines[lines.index(SECTION) :]
    section = section[: section.index("COMMIT")] if "COMMIT" in section else []
    return next((each for each in reversed(section) if lines.count(each) == 1 and not each.startswith("#")), None)
