"""What an advice says to type is typed at a terminal, word for word, and the check is green."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from lab import faults
from lab.faults.vault._hands import root_token, vault, written
from lab.site import Lab
from tests.lab.suite import ask
from tests.lab.terminal import END_OF_INPUT, Terminal

LOST = {
    "vault.secret_deleted": "gbo/jwt",
    "vault.secret_key_missing": "gbo/llm",
    "vault.secret_number": "gbo/directory",
}


@pytest.mark.parametrize("name", sorted(LOST))
def test_a_secret_is_brought_back_by_what_the_advice_says(lab: Lab, tmp_path: Path, name: str) -> None:
    path, (check,) = LOST[name], faults.named(name).red
    try:
        faults.inject(lab, name)
        told = ask(tmp_path, "--fix", "-k", check).output
        assert f"ADVICE vault.missing_secret for {check} in lab: nothing is changed" in told
        to_type = told.partition("next, by hand:\n")[2].partition("\n    exit\n")[0]
        first, export, token, *commands = map(str.strip, to_type.splitlines())
        shell = Terminal(first)
        shell.type(export)
        shell.type(token, silent=f"{root_token(lab)}\n")
        for command in commands:
            shell.type(command, silent=_filled(lab, path, command))
        assert shell.end() == 0
        assert ask(tmp_path, "-k", check).verdicts[check] == "passed", shell.seen
        mount = lab.env.vault.servers["vault"].mount
        held = json.loads(vault(lab, "kv", "get", f"-mount={mount}", "-format=json", "-field=data", path))
        assert held == written(lab, path), "what was there has stayed"
        assert root_token(lab) not in shell.seen
    finally:
        faults.heal(lab, name)


def _filled(lab: Lab, path: str, command: str) -> str | None:
    """What a person types into a command that waits for values."""
    waiting = re.search(r"it waits for: (\{.+\}), each", command)
    if not waiting:
        return None
    values = {key: written(lab, path)[key] for key in json.loads(waiting[1])}
    return f"{json.dumps(values)}\n{END_OF_INPUT}"
