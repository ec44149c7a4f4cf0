"""`python -m reports controls RECORD`: what a run is evidence for, control by control, or check by check."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from fixtures.errors import UserMistake
from fixtures.mistakes.problems import suggest
from reports.controls.frameworks import published
from reports.controls.table import by_check, by_control
from reports.record import read
from reports.verbs.base import Answer, Verb, found, takes_record


def _arguments(parser: ArgumentParser) -> None:
    takes_record(parser)
    parser.add_argument("--checks", action="store_true", help="the other way round: the controls of each check")
    parser.add_argument("--framework", metavar="ID", help="only this one")


def _run(asked: Namespace) -> Answer:
    record = read(found(asked.record))
    known = record.frameworks or tuple(published())
    wanted = [each for each in known if asked.framework in (None, each.id)]
    if not wanted:
        raise UserMistake(f"there is no framework {asked.framework}; {suggest(asked.framework, [e.id for e in known])}")
    said = [f"{record.run.env}, run {record.run.run}: evidence for parts of controls"]
    if not record.frameworks:
        said.append("the record names no controls, as an older one: the published are shown")
    said += by_check(record, wanted) if asked.checks else by_control(record, wanted)
    return "".join(f"{line}\n" for line in said), 0


VERB = Verb("the controls of ISO 27001, SOC 2, CIS, the guide and a site, with what is evidence", _arguments, _run)
