"""`python -m fixers VERB`: read the journal, and take back or finish what a run began. It needs no pytest.

    python -m fixers show [ID]      every attempt, or one with its steps
    python -m fixers verify         prove that no line of the journal was changed or lost
    python -m fixers undo ID        take back every step that was begun and not undone
    python -m fixers resume ID      do the steps that are not done
    python -m fixers heals          JSON: each check, and the remedies and advices for it (docs/checks.md is made so)
ID is the beginning of an attempt's hash, or the plan's id. `--env=NAME` says which environment (else it is found out).
"""

from __future__ import annotations

import argparse
import json
import sys

from fixers import execution
from fixers.errors import StepFailed
from fixers.hands import Hands
from fixers.journal import Entry, Journal, masked, state_folder
from fixers.lock import PlatformLock
from fixers.planned import healing
from fixers.steps import load as load_step
from fixtures.errors import Unanswered, UserMistake
from fixtures.texts import many
from fixtures.verdict.register import every as every_check


def main(arguments: list[str]) -> int:
    """Run a verb; returns the exit code: 0 done, 1 something failed, 4 a mistake of the caller's."""
    parser = argparse.ArgumentParser("python -m fixers", description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("verb", choices=("show", "verify", "undo", "resume", "heals"))
    parser.add_argument("id", nargs="?", metavar="ID", help="the beginning of an attempt's hash, or the plan's id")
    parser.add_argument("--env", metavar="NAME", help="the environment whose journal it is")
    try:
        asked = parser.parse_args(arguments)
    except SystemExit as end:
        return 4 if end.code else 0
    if asked.verb == "heals":
        print(json.dumps({check.id: healing(check.id) for check in every_check()}, indent=1))  # noqa: T201 - its output
        return 0
    try:
        return _run(asked.verb, asked.id, asked.env or _detected())
    except (UserMistake, Unanswered) as mistake:
        print(masked(str(mistake)), file=sys.stderr)  # noqa: T201 - a command's output
        return 4
    except OSError as error:
        print(f"{error.filename}: {error.strerror}", file=sys.stderr)  # noqa: T201
        return 4


def _detected() -> str:
    from fixtures.access.identity import detect

    return detect()


def _run(verb: str, id: str | None, env: str) -> int:
    journal = Journal(state_folder(env) / "journal.jsonl")
    if verb == "verify":
        _say(f"{journal.path}: {many(len(journal.entries), 'entry', 'entries')}, whole and in order")
        return 0
    if verb == "show" and id is None:
        for entry in journal.entries:
            if entry["kind"] == "attempted":
                _say(_line(journal, entry))
        return 0
    attempt = journal.attempt(id or "")
    if id is None or attempt is None:
        known = ", ".join(each["hash"][:12] for each in journal.entries if each["kind"] == "attempted") or "none"
        raise UserMistake(f"no attempt {id or '(none named)'} in {journal.path}; there are: {known}")
    if verb == "show":
        _show(journal, attempt)
        return 0
    return _act(verb, attempt, journal, env)


def _act(verb: str, attempt: Entry, journal: Journal, name: str) -> int:
    from fixtures.access.identity import prove
    from fixtures.access.kinds import access_by
    from fixtures.environment import load
    from fixtures.facts.cache import Facts

    env = load(name).environment
    access = access_by(env.access, env.vantage)
    prove(env, access)
    facts = Facts(env, access)
    lock = PlatformLock(env.access.project)
    lock.acquire()
    try:
        hands = Hands(access, facts)
        if verb == "undo":
            undone = execution.undo(attempt, hands, journal)
            for each in undone:
                _say(str(each))
            ok = all(each.ok for each in undone)
            said = "taken back" if undone else "there is nothing left to take back"
        else:
            ok, said = _resumed(attempt, hands, journal)
        journal.add("outcome", attempt=attempt["hash"], verdict=verb, reason=said, ok=ok)
        _say(said if ok else f"not all of it: {said}")
        return 0 if ok else 1
    finally:
        lock.release()
        facts.close()


def _resumed(attempt: Entry, hands: Hands, journal: Journal) -> tuple[bool, str]:
    try:
        execution.carry_out(attempt, hands, journal)
    except (StepFailed, Unanswered) as error:
        return False, str(error)
    return True, f"all steps are done; now ask: pytest --env={attempt['env']} -k '{attempt['check']}'"


def _line(journal: Journal, attempt: Entry) -> str:
    ends = [e for e in journal.entries if e["kind"] == "outcome" and e["attempt"] == attempt["hash"]]
    end = ends[-1]["verdict"] if ends else "UNFINISHED"
    return f"{attempt['hash'][:12]}  {attempt['at']}  {attempt['remedy']} for {attempt['check']}: {end}"


def _show(journal: Journal, attempt: Entry) -> None:
    _say(_line(journal, attempt))
    begun = {number: done for number, _, _, done in journal.steps_of(attempt["hash"])}
    for number, data in enumerate(attempt["steps"]):
        state = {None: "not begun, or undone", False: "begun", True: "done"}[begun.get(number)]
        step = load_step(data)
        _say(f"  {number + 1}. {step.what} ({state})\n       {step.shown()}")


def _say(text: str) -> None:
    print(masked(text))  # noqa: T201 - a command's output


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
