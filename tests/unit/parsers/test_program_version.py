"""What programs say of their version: caddy, coredns, dovecot, livekit-server as the lab's do, the others by source."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from fixtures.parsers.program_version import SCRIPT, version

SLEEP = Path(shutil.which("sleep") or "")
SAID = {
    "caddy version\nv2.11.7 h1:yj0Y4fYZGPkSvibBJ1sTWE33xC0fxztVyXEW5iIdUT4=\n": "2.11.7",
    "coredns -version\nCoreDNS-1.15.0\nlinux/amd64, go1.26.8, \n": "1.15.0",
    "dovecot --version\n2.3.19.1 (9b53102964)\n": "2.3.19.1",
    "dovecot --version\n2.4.4 (8b687aa65c)\n": "2.4.4",
    "livekit-server --version\nlivekit-server version 1.11.0\n": "1.11.0",
    "zitadel --version\nzitadel version v4.13.1\n": "4.13.1",
    "stalwart-mail --version\n0.10.7\n": "0.10.7",
}
OTHERS = {
    "python3.11\n": "the process is one of python3.11, which is not asked",
    "zitadel --version\nPython 3.11.2\n": "`zitadel --version` says Python 3.11.2",
    "caddy version\nunknown\n": "`caddy version` says unknown",
    "coredns -version\n": "`coredns -version` says nothing",
    "": "the process is one of no program",
}


@pytest.mark.parametrize("answer", SAID)
def test_its_own_word(answer: str) -> None:
    assert version(answer) == (answer.partition("\n")[0], SAID[answer])


@pytest.mark.parametrize("answer", OTHERS)
def test_what_is_no_version_is_none(answer: str) -> None:
    with pytest.raises(ValueError, match=OTHERS[answer]):
        version(answer)


@pytest.mark.process
def test_the_process_answers_also_when_its_file_is_gone(tmp_path: Path) -> None:
    file = tmp_path / "caddy"
    shutil.copy(SLEEP, file)
    done = asked(file, gone=True)
    assert (done.stdout, "version" in done.stderr) == ("caddy version\n", True), "sleep was asked, and refuses the word"


@pytest.mark.process
def test_another_program_is_not_started() -> None:
    assert asked(SLEEP).stdout == f"{SLEEP.resolve().name}\n"


def asked(file: Path, *, gone: bool = False) -> subprocess.CompletedProcess[str]:
    """What the script says of a process of this program, its file gone as after an upgrade."""
    with subprocess.Popen([file, "infinity"]) as process:
        try:
            if gone:
                file.unlink()
            words = ["sh", "-c", SCRIPT, "sh", str(process.pid)]
            return subprocess.run(words, capture_output=True, text=True, check=False, timeout=10)
        finally:
            process.kill()
