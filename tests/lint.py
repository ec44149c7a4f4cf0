"""`python -m tests.lint`: what design, style and catalogue ask of the suite, asked of the suite itself."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

from fixers.planned import CATALOGUE, PLANNED
from fixers.remedy import Remedy
from fixers.remedy import every as every_remedy
from fixtures.environment import available, load
from fixtures.errors import SuiteError
from fixtures.own import CHECKS_FOLDER
from fixtures.verdict.documentation import INSTEAD
from fixtures.verdict.register import every, resolve
from lab import faults
from reports.controls.evidence import of_checks
from reports.controls.frameworks import shipped
from tests import structure
from tests.side_by_side import HOST, spreads
from tests.touched import nodes

ROOT = CHECKS_FOLDER.parent
EVERY_CHECK_FAILS_SOMEWHERE = True
"""Whether a check that no fault fails is a problem, or only listed."""
TOMORROW = {
    "containers.instance.autostart",
    "containers.service.enabled",
    "tls.certificate.lifetime",
    "vault.token.lifetime",
    "vault.token.orphan",
}
"""Checks of what will be wrong: the services of today work."""
CHANGES = {
    *("submit_unseal_key", "submit_unseal_keys", "create_or_update_secret", "create_token", "revoke_token"),
    *("create_orphan", "renew_self", "revoke_accessor"),
    *("put_object", "copy_object", "delete_object", "create_bucket", "delete_bucket"),
}
"""Methods of the clients' libraries by which a service is changed."""


def problems() -> Iterator[str]:
    """Every problem found, one sentence each."""
    yield from _needs()
    yield from _shape_of_checks()
    yield from _remedies()
    yield from _faults()
    yield from _controls()
    yield from structure.problems()
    yield from _writers()
    if EVERY_CHECK_FAILS_SOMEWHERE:
        yield from (f"{id}: no fault fails it, so nothing shows that it can fail" for id in unproven())


def _needs() -> Iterator[str]:
    for name in available():
        env = load(name).environment
        for check in every():
            try:
                for subject in check.subjects(env):
                    for needed in check.needed(env, subject):
                        before, _ = resolve(env, needed)
                        if before.id in TOMORROW:
                            yield f"{check.id} needs {before.id}: a finding about tomorrow blocks nothing"
            except SuiteError as error:
                yield f"{check.id} in {name}: {error}"


def _shape_of_checks() -> Iterator[str]:
    for check in every():
        place = Path(check.function.__code__.co_filename)
        if place.parent.name != check.room:
            yield f"{check.id} stands in {place.relative_to(ROOT)}, not in the room {check.room}"
        for node in ast.walk(ast.parse(place.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.name == check.function.__name__:
                yield from forbidden_in(check.id, node)


def forbidden_in(id: str, function: ast.FunctionDef) -> Iterator[str]:
    """What a check may not do, and what it lacks."""
    compares = False
    for node in ast.walk(function):
        if isinstance(node, ast.Try | ast.With):
            yield f"{id}: a check has no `try` and no `with`; a fact raises FactUnavailable"
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            compares |= called == "assert_matches"
            if called in ("pytest.skip", "pytest.xfail", "pytest.fail"):
                yield f"{id}: a check does not skip itself; say `applies=`"
        if isinstance(node, ast.Assert):
            yield f"{id}: a plain `assert` leaves neither declared nor found in the record; say it by assert_matches"
    if not compares:
        yield f"{id}: it compares nothing by assert_matches, so the record has neither declared nor found"
    _, _, errata = (ast.get_docstring(function) or "").partition(f"\n{INSTEAD}:")
    if (length := (function.end_lineno or 0) - function.lineno + 1 - len(errata.splitlines())) > 20:
        yield f"{id}: {length} lines; a check is one judgement, the rest is a fact"


def _remedies() -> Iterator[str]:
    checks = {check.id for check in every()}
    written = {each.id: each for each in every_remedy()}
    for each in written.values():
        yield from (f"{each.id} heals {check}: there is no such check" for check in each.heals if check not in checks)
        place = each.planner if isinstance(each, Remedy) else each.adviser
        if place.__module__.partition("fixers.")[2].partition(".")[0] != each.id.partition(".")[0]:
            yield f"{each.id} does not stand in the folder of its room"
        if each.id not in CATALOGUE:
            yield f"{each.id}: the catalogue of remedies has no such id"
    for id, heals in PLANNED.items():
        yield from (f"{id} is planned for {check}: there is no such check" for check in heals if check not in checks)
        if id not in CATALOGUE or id in written:
            yield f"{id} is planned and {'written as well' if id in written else 'not in the catalogue'}"


def _faults() -> Iterator[str]:
    env = load("lab").environment
    spread = spreads(env, faults.faults().values())
    for fault in faults.faults().values():
        if not fault.rows:
            yield f"fault {fault.id}: it names no row of the catalogue"
        for name in sorted({*fault.touches} - {HOST, *env.containers}):
            yield f"fault {fault.id}: TOUCHES names {name!r}, there are {HOST}, {', '.join(env.containers)}"
        for name in sorted({*nodes(fault.inject), *nodes(fault.heal)} - spread[fault.id].places):
            yield f"fault {fault.id}: it works in {name}, which no check of RED is about and TOUCHES does not name"
        for red in fault.red:
            try:
                resolve(env, red)
            except SuiteError as error:
                yield f"fault {fault.id}: {error}"


def _controls() -> Iterator[str]:
    """Each check is evidence for something, and what is mapped exists."""
    checks, mapped = {check.id for check in every()}, set(of_checks(tuple(shipped(load("lab").environment))))
    yield from (f"reports/controls names {id}: there is no such check" for id in mapped - checks)
    for id in checks - mapped:
        yield f"{id} is evidence for no control: name it in reports/controls/*.toml, or the guide in its Source"


def unproven() -> list[str]:
    """The checks that are the failed one in no fault: nothing shows that they can fail (blocked does not count)."""
    failed = {red.partition("[")[0] for fault in faults.faults().values() for red in fault.red}
    return sorted({check.id for check in every()} - failed)


def _writers() -> Iterator[str]:
    """Whoever asks does not write: a client that may is made below fixers/ only."""
    for tree in ("fixtures", "reports", "tests_infra"):
        for path in sorted((ROOT / tree).rglob("*.py")):
            yield from (f"{path.relative_to(ROOT)}:{line}: {what}" for line, what in writing(path.read_text("utf-8")))


def writing(source: str) -> Iterator[tuple[int, str]]:
    """Line and reason of every call in `source` that makes a client write, or is one of its changes."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            if any(each.arg == "write" and ast.unparse(each.value) != "False" for each in node.keywords):
                yield node.lineno, f"{called} may write: only fixers/ says `write=`"
            if called.rpartition(".")[2] in CHANGES:
                yield node.lineno, f"{called} changes the platform: that is for fixers/hands.py"


def main() -> int:
    """Print every problem; returns the exit code."""
    found = sorted(set(problems()))
    for problem in found:
        print(problem)  # noqa: T201 - a command's output
    if not EVERY_CHECK_FAILS_SOMEWHERE and (missing := unproven()):
        print(f"{len(missing)} checks are failed by no fault: {', '.join(missing)}")  # noqa: T201 - as above
    print(f"lint of the suite: {len(found)} problems")  # noqa: T201 - a command's output
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
