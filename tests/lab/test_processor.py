"""Every program that the lab brings starts on the oldest processor that `lab status` names: QEMU plays it.

What comes from Debian 12 (PostgreSQL, Valkey, Postfix, Dovecot, OpenSSH) runs on every x86-64 processor, as all of
that release does.
"""

from __future__ import annotations

import json
import shutil
import socket
import struct
import subprocess
import time
import urllib.request
from pathlib import Path

import pytest

from lab.artifacts import Artifact, DebianFile
from lab.building.gguf import tiny_model
from lab.components import parts
from lab.components.llm import PLUGINS, SERVER
from lab.machine.apt import RELEASE, Apt
from lab.site import Lab
from lab.verbs.requirements import OLDEST

ARTIFACTS = list({artifact: None for part in parts() for artifact in part.component.artifacts.values()})
PROGRAMS = [artifact for artifact in ARTIFACTS if artifact.trial(Path("/"))]
DEBIANS = [artifact for artifact in ARTIFACTS if isinstance(artifact, DebianFile) and artifact.version == RELEASE]


@pytest.fixture(scope="session", autouse=True)
def qemu(lab: Lab) -> None:
    """The player of other processors."""
    if shutil.which("qemu-x86_64") is None:
        Apt.machine(lab.cache).install(["qemu-user"])


def on_the_oldest(argv: list[str]) -> subprocess.CompletedProcess[str]:
    """Run a program on the oldest processor."""
    return subprocess.run(
        ["qemu-x86_64", "-cpu", OLDEST, *argv], capture_output=True, text=True, timeout=120, check=False
    )


@pytest.mark.parametrize("artifact", PROGRAMS, ids=lambda artifact: artifact.name)
def test_it_starts(lab: Lab, artifact: Artifact) -> None:
    trial = artifact.trial(artifact.path(lab.cache))
    assert trial is not None
    done = on_the_oldest(trial)
    assert done.returncode == 0, f"{artifact.title} does not start on {OLDEST}: {done.returncode}\n{done.stderr}"


def test_what_is_not_tried_has_no_machine_code(lab: Lab) -> None:
    untried = [artifact for artifact in ARTIFACTS if artifact not in (*PROGRAMS, *DEBIANS)]
    assert untried
    for artifact in untried:
        for path in artifact.location(lab.cache).rglob("*"):
            assert not path.is_file() or path.read_bytes()[:4] != b"\x7fELF", f"{artifact.title}: {path} is not tried"


def test_llama_answers_on_the_oldest(lab: Lab, tmp_path: Path) -> None:
    """It finds the code for the processor among its plugins, loads a model and says a token."""
    found = SERVER.path(lab.cache)
    plugins = tmp_path / PLUGINS.lstrip("/")
    plugins.parent.mkdir(parents=True)
    plugins.symlink_to(found / "plugins")
    model = tmp_path / "model.gguf"
    model.write_bytes(tiny_model("trial"))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    start = SERVER.trial(found)[:-1]
    options = f"--model {model} --host 127.0.0.1 --port {port} --offline --threads 1 --ctx-size 256 --parallel 1"
    log = tmp_path / "log"
    with log.open("wb") as words:
        server = subprocess.Popen(
            ["qemu-x86_64", "-L", str(tmp_path), "-cpu", OLDEST, *start, *options.split()], stdout=words, stderr=words
        )
    try:
        assert completion(port, server) == 1, log.read_text()
    finally:
        server.kill()
        server.wait()


def completion(port: int, server: subprocess.Popen[bytes]) -> int | None:
    """How many tokens it said when asked for one; None when it ended, or was silent for a minute."""
    deadline = time.monotonic() + 60
    question = urllib.request.Request(
        f"http://127.0.0.1:{port}/completion",
        data=json.dumps({"prompt": "hello", "n_predict": 1}).encode(),
        headers={"Content-Type": "application/json"},
    )
    while server.poll() is None and time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(question, timeout=30) as answer:
                return int(json.load(answer)["tokens_predicted"])
        except OSError:  # it does not listen yet, or loads the model
            time.sleep(0.5)
    return None


def test_a_program_for_another_processor_is_caught(tmp_path: Path) -> None:
    """The smallest program there is, with one instruction of AVX-512, ends as the wheel of one processor did."""
    good, bad = tmp_path / "good", tmp_path / "bad"
    leave = bytes.fromhex("31ff b83c000000 0f05")  # exit(0)
    write_program(good, leave)
    write_program(bad, bytes.fromhex("62f17d48efc0") + leave)  # vpxord zmm0, zmm0, zmm0
    assert on_the_oldest([str(good)]).returncode == 0
    assert on_the_oldest([str(bad)]).returncode != 0


def write_program(path: Path, code: bytes) -> None:
    """An ELF file of one segment that is the code."""
    start, head = 0x400000, 64 + 56
    size = head + len(code)
    elf = struct.pack("<16sHHIQQQIHHHHHH", b"\x7fELF\2\1\1", 2, 62, 1, start + head, 64, 0, 0, 64, 56, 1, 0, 0, 0)
    segment = struct.pack("<IIQQQQQQ", 1, 5, 0, start, start, size, size, 0x1000)
    path.write_bytes(elf + segment + code)
    path.chmod(0o755)
