"""BotServer's .env: what it says, and whether BotServer has it."""

from __future__ import annotations

from fixtures.expectations import Unit
from fixtures.expectations.system import EnvKey
from fixtures.facts.system import SystemFacts
from fixtures.verdict import needs
from fixtures.verdict.check import assert_matches, check
from fixtures.verdict.matching import OneOf


@check("system.env.complete", each=lambda env: env.system.env_keys.values(), severity="high", needs=(needs.instance,))
def test_complete(expected: EnvKey, system: SystemFacts) -> None:
    """The variable stands in BotServer's .env, with the declared value; of a secret only that it is there is asked.

    Why: without it BotServer takes a default: another port, another Vault, a work directory of a developer's machine.
    Fix: write the line into the .env after a copy of it, then `systemctl restart botserver`
    (`--fix` does both, but for a secret).
    Source: guide, common errors "Dev paths in logs"; ground truth 10 and A9.
    Instead: common errors "Dev paths in logs": WORK_DIR is read by no code; the variable is GBO_WORK_PATH.
    """
    declared = {"value": OneOf(*expected.spellings)} if expected.spellings else {"present": True}
    found = system.variable(expected)
    says = f"{expected.name} is not as declared in {system.env.system.env_file}"
    assert_matches(expected, declared, found, found.said if found else "there is no such file", says=says)


@check(
    "system.env.loaded",
    each=lambda env: env.botserver,
    severity="medium",
    applies=lambda env: (
        "BotServer reads the .env itself, and the kernel does not know what it read"
        if any(
            each.env_reader == "dotenv" and each.env_file == env.system.env_file for each in env.vault.clients.values()
        )
        else None
    ),
    needs=(needs.on("system.botserver.managed"), needs.on("containers.service.active"), needs.variables),
)
def test_loaded(expected: Unit, system: SystemFacts) -> None:
    """What BotServer runs with is what its .env says.

    Why: the file is read once, at the start: edited since, or reset by a drop-in, it is a wish.
    Fix: `systemctl restart botserver`; `systemctl cat botserver` shows a drop-in that resets EnvironmentFile.
    Source: guide, environment context "systemctl"; systemd.exec(5); proc(5), /proc/PID/environ.
    """
    other = system.other_than_written(expected)
    says = f"{expected.id} does not run with its .env"
    assert_matches(expected, {"other": ()}, {"other": other}, says=says)
