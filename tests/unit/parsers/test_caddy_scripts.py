"""What is asked where Caddy runs, asked of files here by bash itself."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from fixtures.parsers.caddy_scripts import AS_IT_RUNS, UNSET, UNUSABLE

pytestmark = pytest.mark.process


def bash(script: str, *words: str, **env: str) -> str:
    command = ["bash", "-c", script, "bash", *words]
    done = subprocess.run(command, env={"PATH": os.environ["PATH"], **env}, capture_output=True, text=True, check=True)
    return done.stdout


def test_variables_without_default_and_value(tmp_path: Path) -> None:
    sites = tmp_path / "sites"
    sites.mkdir()
    (sites / "a.caddy").write_text("a.example.test {\n\treverse_proxy {$INSIDE}\n}\n")
    main = tmp_path / "config"
    main.write_text(
        "# {$COMMENTED}\nimport sites/*\nimport tls_config\n{$SITE_HOST}:443 {\n"
        "\treverse_proxy {$UP:127.0.0.1:9} {$GIVEN} {$EMPTY} # {$LATER}\n\theader x#{$GLUED}\n}\n"
    )
    assert bash(UNSET, str(main), GIVEN="x", EMPTY="").split() == ["GLUED", "INSIDE", "SITE_HOST"]


def test_files_that_cannot_be_used(tmp_path: Path) -> None:
    there = tmp_path / "there.crt"
    there.write_text("")
    read, written = f"{tmp_path}/none.crt", "/proc/version/log"
    asked = (str(there), read, "--", f"{tmp_path}/logs/new/access.log", str(there), written)
    assert bash(UNUSABLE, *asked).splitlines() == [read, written]


def test_a_command_runs_with_the_environment_and_in_the_folder_of_a_process(tmp_path: Path) -> None:
    own = {"PATH": os.environ["PATH"], "ODD": "a 'b'\n$c", "not-a-name": "x"}
    with subprocess.Popen(["sleep", "30"], env=own, cwd=tmp_path) as process:
        said = bash(AS_IT_RUNS, str(process.pid), "sh", "-c", 'printf "%s|%s" "$ODD" "$PWD"', OTHER="y")
        process.kill()
    assert said == f"a 'b'\n$c|{tmp_path}"
