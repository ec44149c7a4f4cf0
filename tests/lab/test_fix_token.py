"""The directory's token is made anew, and stands nowhere but in its file."""

from __future__ import annotations

import json
from pathlib import Path

from lab import faults
from lab.site import Lab
from tests.lab.suite import ask
from tests.lab.test_fix import fixers, journal


def test_a_new_token_stands_in_its_file_alone(lab: Lab, tmp_path: Path) -> None:
    check, path = "directory.pat.valid[directory:admin-pat]", lab.env.directory.tokens["admin-pat"].path
    node = lab.node("directory")
    former = node.pull(path)
    try:
        faults.inject(lab, "directory.token_expired")
        kept = ask(tmp_path, "--fix", "-k", check, state=tmp_path)
        assert "its risk is secrets; allow it with --fix-allow=secrets" in " ".join(kept.output.split())
        ran = ask(tmp_path, "--fix", "--fix-allow=secrets", "-k", check, state=tmp_path)
        assert ran.of("fixed") == {check}, ran.output
        made = node.pull(path).decode().strip()
        told = (ran.output, json.dumps(journal(tmp_path)), (tmp_path / "record.jsonl").read_text())
        assert former.decode().strip() != made
        assert not any(made in each or former.decode().strip() in each for each in told)
        done = next(entry for entry in journal(tmp_path) if entry["kind"] == "done")
        attempt = next(entry for entry in journal(tmp_path) if entry["kind"] == "attempted")
        backup = str(done["left"]["backup"])  # type: ignore[index]
        assert node.pull(backup) == former
        modes = node.run("stat", "-c", "%U %a", path, backup, f"{path}.id").text.splitlines()
        assert modes == ["root 600"] * 3
        undone = fixers(tmp_path, "undo", str(attempt["hash"])[:12])
        assert "is what it was; the new token is removed" in undone
        assert node.pull(path) == former
    finally:
        faults.heal(lab, "directory.token_expired")
