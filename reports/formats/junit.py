"""JUnit's XML, as CI systems read it: what is red of the run beside the outcomes is a test case as well.

Failed is a failure. Unknown and blocked are errors: nobody knows whether it holds. Waived, skipped, empty and off are
skipped, each with its reason. What held only after waiting is a flaky failure, which counts as passed.
Source: junit-10.xsd of Jenkins, which knows no properties of a test case.
"""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

from fixtures.verdict.outcome import Verdict
from reports.conclusion import Trouble, conclusion, gist, troubles
from reports.line import CheckLine, EmptyLine
from reports.record import Record

TAGS = {
    Verdict.FAILED: "failure",
    Verdict.UNKNOWN: "error",
    Verdict.BLOCKED: "error",
    Verdict.WAIVED: "skipped",
    Verdict.SKIPPED: "skipped",
    Verdict.EMPTY: "skipped",
    Verdict.OFF: "skipped",
    Verdict.FLAKY: "flakyFailure",
}
"""Verdict to the element below the test case; passed and fixed have none."""
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(record: Record) -> str:
    """One test suite with a test case an outcome, and one for each thing that went wrong around them."""
    cases = [_case(record, line) for line in record.checks] + [_trouble(each) for each in troubles(record)]
    inside = [child.tag for case in cases for child in case]
    took = f"{record.end.seconds:.3f}" if record.end else "0"
    counts = {
        "tests": str(len(cases)),
        "failures": str(inside.count("failure")),
        "errors": str(inside.count("error")),
    }
    whole = ET.Element("testsuites", {"name": "infrastructure", "time": took, **counts})
    suite = ET.SubElement(
        whole,
        "testsuite",
        {
            "name": f"infrastructure.{record.run.env}",
            **counts,
            "skipped": str(inside.count("skipped")),
            "time": took,
            "timestamp": record.run.at,
            "hostname": record.run.where.host,
        },
    )
    properties = ET.SubElement(suite, "properties")
    for name, value in _properties(record).items():
        ET.SubElement(properties, "property", {"name": name, "value": _fit(value)})
    suite.extend(cases)
    ET.indent(whole)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(whole, encoding="unicode") + "\n"


def _properties(record: Record) -> dict[str, str]:
    run = record.run
    return {
        "environment": run.env,
        "run": run.run,
        "commit": run.suite.commit or "",
        "operator": run.who.sudo_user or run.who.user,
        "complete": str(record.complete).lower(),
        "conclusion": conclusion(record),
        **{f"count.{word}": str(count) for word, count in record.counts.items()},
    }


def _case(record: Record, line: CheckLine | EmptyLine) -> ET.Element:
    took = line.seconds if isinstance(line, CheckLine) else 0.0
    case = ET.Element(
        "testcase", {"classname": f"{line.room}.{line.check}", "name": _fit(line.id), "time": f"{took:.3f}"}
    )
    if tag := TAGS.get(line.verdict):
        inner = ET.SubElement(case, tag, {"type": str(line.verdict), "message": _fit(gist(line))})
        inner.text = _fit("\n".join(filter(None, [line.text, *line.notes, *_help(record, line)])))
    elif line.notes:
        ET.SubElement(case, "system-out").text = _fit("\n".join([str(line.verdict), *line.notes]))
    return case


def _help(record: Record, line: CheckLine | EmptyLine) -> list[str]:
    if not isinstance(line, CheckLine) or line.verdict.green:
        return []
    said = record.statements[line.check]
    rows = {
        "severity": line.severity,
        "why": said.why,
        "fix": line.fix,
        "remedies": ", ".join(line.remedies),
        "declared": line.declared,
    }
    return [f"{name}: {value}" for name, value in rows.items() if value]


def _trouble(each: Trouble) -> ET.Element:
    case = ET.Element("testcase", {"classname": f"run.{each.kind}", "name": _fit(each.name), "time": "0.000"})
    tag = "failure" if each.name.endswith("(call)") else "error"  # pytest's own words for a test, and for around it
    last = (each.text.strip().splitlines() or [""])[-1]
    ET.SubElement(case, tag, {"type": each.kind, "message": _fit(last)}).text = _fit(each.text)
    return case


def _fit(text: str) -> str:
    """What XML can hold of a text; the rest as Python writes it."""
    return _NOT_IN_XML.sub(lambda each: each[0].encode("unicode_escape").decode("ascii"), text)
