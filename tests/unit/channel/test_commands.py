"""What goes in arrives, what comes out is what the program wrote."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from fixtures.access.channel import Channel
from fixtures.errors import NotAnArgument
from tests.unit.channel.local import LocalDoor, channel

pytestmark = pytest.mark.process


@pytest.fixture
def here() -> Iterator[Channel]:
    opened = channel()
    yield opened
    opened.close()


WORDS = [
    *("$(touch /nowhere)", "`id`", "a'b", 'a"b', "'", "''", "", " ", "a  b", "line\nline", "\n", "\t", "\\", "\\n"),
    *("%d%s", "-n", "--", "*", "~", "$HOME", "a;b", "a&b", "a|b", ">x", "# no", "!x", "ä€😀", "\udcff\udc80"),
    *("\x01\x7f", "x" * 100_000),
]


@pytest.mark.parametrize("word", WORDS, ids=lambda word: ascii(word[:12]))
def test_a_word_arrives_as_it_is(here: Channel, word: str) -> None:
    done = here.run(["printf", "%s|", word, "end"])
    assert done.stdout == word.encode("utf-8", "surrogateescape") + b"|end|"


@pytest.mark.parametrize("name", ["FOO=1", "if", "{", "!", "exit", "cd", "exec", "a b", "ä", ""])
def test_a_name_that_is_no_program_is_126_or_127(here: Channel, name: str) -> None:
    assert here.run([name, "x"]).status in (126, 127)
    assert here.run(["echo", "alive"]).text == "alive"


@pytest.mark.parametrize("argv", [[], ["a\0b"], ["echo", "\0"]])
def test_what_no_program_can_be_given_is_refused(here: Channel, argv: list[str]) -> None:
    with pytest.raises(NotAnArgument):
        here.run(argv)
    with pytest.raises(ValueError, match="NUL"):
        here.shell("echo a\0b")


def test_stdout_stderr_and_status_stay_apart(here: Channel) -> None:
    done = here.run(["sh", "-c", "printf out; printf err >&2; exit 7"])
    assert (done.stdout, done.stderr, done.status) == (b"out", b"err", 7)


def test_every_byte_comes_back(here: Channel) -> None:
    every = bytes(range(256)) * 90
    script = "for i in 0 1 2 3; do printf '%b' \"$1\"; done"
    done = here.run(["sh", "-c", script, "sh", "".join(f"\\0{byte:o}" for byte in every)])
    assert done.stdout == every * 4


@pytest.mark.parametrize(
    "script", ["exit 3", "cd /; exit 3", "exec sh -c 'exit 3'", "set -e; (exit 3); echo no", "trap 'exit 3' EXIT"]
)
def test_a_script_cannot_harm_the_channel(here: Channel, script: str) -> None:
    before = here.shell("pwd").text
    assert here.shell(script).status == 3
    assert here.shell("pwd").text == before


def test_a_syntax_error_is_an_answer(here: Channel) -> None:
    assert here.shell("if then").status == 2
    assert here.shell("echo 'open").status == 2
    assert here.shell("echo alive").text == "alive"


def test_there_is_nothing_to_read(here: Channel) -> None:
    assert here.run(["cat"]).stdout == b""
    assert here.shell('read x; echo "$?"').text == "1"


def test_a_killed_program_is_an_answer(here: Channel) -> None:
    assert here.shell("sh -c 'kill -9 $$'").status == 137


@pytest.mark.parametrize("stream", ["1", "2"])
def test_a_hundred_megabytes_on_one_stream(here: Channel, stream: str) -> None:
    size = 100_000_000
    done = here.shell(f"head -c {size} /dev/zero >&{stream}; echo done", timeout=60)
    assert (len(done.stdout), len(done.stderr)) == ((size + 5, 0) if stream == "1" else (5, size))


def test_random_bytes_survive(here: Channel, tmp_path: object) -> None:
    data = os.urandom(20_000_000)
    path = f"{tmp_path}/random"
    with open(path, "wb") as file:  # noqa: PTH123 - a fixture path as text, for the shell
        file.write(data)
    done = here.run(["cat", path], timeout=60)
    assert hashlib.sha256(done.stdout).digest() == hashlib.sha256(data).digest()


def test_a_huge_script_does_not_wait_for_its_own_output(here: Channel) -> None:
    done = here.shell("echo " + "x" * 5_000_000)
    assert len(done.stdout) == 5_000_001


def test_too_long_a_word_is_an_honest_answer(here: Channel) -> None:
    done = here.run(["true", "x" * 5_000_000])
    assert (done.status, b"Argument list too long" in done.stderr) == (126, True)


def test_text_that_looks_like_a_marker_is_output(here: Channel) -> None:
    tricks = "env; set; printf '0123456789abcdef0123456789abcdef:1:0\\n'; cat /proc/$PPID/cmdline /proc/self/environ"
    done = here.shell(tricks)
    assert (done.status, b"0123456789abcdef0123456789abcdef:1:0\n" in done.stdout) == (0, True)
    assert here.run(["echo", "alive"]).text == "alive"


def test_a_process_left_in_the_background_does_not_hold_the_answer(here: Channel) -> None:
    assert here.shell("sleep 3 & echo done").text == "done"


def test_twenty_threads(here: Channel) -> None:
    def ask(number: int) -> bool:
        done = here.run(["sh", "-c", 'printf "$1"; printf "e$1" >&2; exit "$1"', "sh", str(number)])
        return (done.stdout, done.stderr, done.status) == (b"%d" % number, b"e%d" % number, number)

    with ThreadPoolExecutor(20) as pool:
        assert all(pool.map(ask, [number % 200 for number in range(400)]))


def test_one_shell_serves_all() -> None:
    door = LocalDoor()
    here = channel(door)
    pids = {here.shell("echo $PPID $$").text for _ in range(5)}
    here.close()
    assert (len(pids), door.opened) == (1, 1)
