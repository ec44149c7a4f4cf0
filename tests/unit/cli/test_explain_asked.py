"""`--explain CHECK --env=E`: why, what is declared, and what was asked when it was last judged."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from tests.unit.framework.project import ROOT, command, surroundings


def explain(state: Path, id: str) -> str:
    done = subprocess.run(
        command("--env=lab", "--explain", id),
        cwd=ROOT,
        env=surroundings(XDG_STATE_HOME=str(state)),
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=True,
    )
    return done.stdout


def test_a_check_is_explained_by_what_is_declared_and_what_was_asked(tmp_path: Path) -> None:
    unknown = explain(tmp_path, "vault.seal.open[vault]")
    assert "vault.servers.vault.threshold = 3" in unknown
    assert unknown.endswith(
        "  asked: no record of lab has its questions yet; of the lab, vault.seal.open[vault] asked:\n"
        "    incus exec vault -- cat -- /opt/gbo/conf/system/certificates/ca/ca.crt\n"
        "      at vault\n"
        "    GET https://vault:8200/v1/sys/seal-status\n"
        "      at 10.0.9.12:8200\n"
    )

    runs = tmp_path / "gbo-suite" / "lab" / "runs"
    runs.mkdir(parents=True)
    asked = {"what": "GET https://vault:8200/v1/sys/seal-status", "where": "10.0.9.12:8200", "seconds": 0.013}
    line = {"kind": "check", "id": "vault.seal.open[vault]", "at": "2026-11-29T01:00:00.000+00:00", "verdict": "failed"}
    (runs / "20261129T010000-a.jsonl").write_text(
        json.dumps({**line, "asked": [{**asked, "at": line["at"], "credential": None, "answer": "200"}]}) + "\n{torn"
    )
    (runs / "20261129T020000-b.jsonl").write_text(json.dumps({**line, "asked": []}) + "\n")
    assert explain(tmp_path, "vault.seal.open").endswith(
        "  asked, as the newest record of lab has it, of 2026-11-29T01:00:00.000+00:00 (failed):\n"
        "    GET https://vault:8200/v1/sys/seal-status\n"
        "      at 10.0.9.12:8200, 13 ms\n"
    )
