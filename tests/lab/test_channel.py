"""The channel and testinfra over it on real Incus: in the lab, and in a throw-away copy of one of its instances."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from fixtures.access.backend import host_of
from fixtures.access.base import Access
from fixtures.access.channel import Channel
from fixtures.access.kinds import access_by
from fixtures.access.refusals import USUAL_SOCKET
from fixtures.errors import AccessRefused, FactUnavailable
from fixtures.expectations import AccessPath
from lab.site import Lab

PROJECT = "gbo-channel-test"
NAME = "probe"
LIMIT = 2.0


def incus(*argv: str) -> None:
    subprocess.run(["incus", "--project", PROJECT, *argv], check=True, capture_output=True, timeout=60)


def remove() -> None:
    subprocess.run(["incus", "--project", PROJECT, "delete", "-f", NAME], check=False, capture_output=True, timeout=60)
    subprocess.run(["incus", "project", "delete", PROJECT], check=False, capture_output=True, timeout=60)


@pytest.fixture(scope="module")
def throwaway(lab: Lab) -> Iterator[str]:
    """A running instance that tests may stop, freeze and break; without a network card."""
    remove()
    incus("project", "create", PROJECT, "-c", "features.networks=false")
    source = ["copy", "--project", lab.env.access.project, "dns2", NAME]
    options = ["--target-project", PROJECT, "--instance-only", "--stateless", "--no-profiles"]
    subprocess.run(["incus", *source, *options, "-s", lab.env.access.project], check=True, timeout=60)
    incus("config", "device", "remove", NAME, "eth0")
    incus("config", "set", NAME, "boot.autostart=false", "security.idmap.isolated=true")
    yield NAME
    remove()


@pytest.fixture(params=["socket", "program"])
def access(throwaway: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Access]:
    """An access to it by either way, for a running instance with an unharmed shell."""
    if request.param == "program":
        monkeypatch.setenv("INCUS_DIR", str(Path(USUAL_SOCKET).parent))  # the same daemon, but who knows that
    access = access_by(AccessPath(kind="local", project=PROJECT, timeout=LIMIT))
    status = access.instances()[throwaway].status
    if status == "Frozen":
        incus("resume", throwaway)
    elif status != "Running":
        incus("start", throwaway)
    access.forget()
    yield access
    access.close()


@pytest.fixture
def channel(access: Access) -> Channel:
    return access.channel(NAME)


def seconds(act: Callable[[], object]) -> float:
    started = time.monotonic()
    act()
    return time.monotonic() - started


def reason(channel: Channel, *argv: str) -> str:
    with pytest.raises(FactUnavailable) as caught:
        channel.run(argv or ("true",))
    return caught.value.reason


def test_words_arrive_and_bytes_come_back(channel: Channel) -> None:
    word = "$(id) `id` 'a' \"b\"\n*;&|\\ ä \udcff"
    done = channel.run(["sh", "-c", 'printf %s "$1"; printf err >&2; exit 5', "sh", word])
    assert (done.stdout, done.stderr, done.status) == (word.encode("utf-8", "surrogateescape"), b"err", 5)


def test_a_hundred_megabytes(channel: Channel) -> None:
    done = channel.shell("head -c 100000000 /dev/zero; head -c 1000000 /dev/zero >&2; exit 9", timeout=120)
    assert (done.stdout.count(0), len(done.stderr), done.status) == (100_000_000, 1_000_000, 9)


def test_twenty_threads(channel: Channel) -> None:
    with ThreadPoolExecutor(20) as pool:
        answers = pool.map(lambda number: channel.run(["expr", str(number), "*", "2"]).text, range(1, 101))
    assert list(answers) == [str(number * 2) for number in range(1, 101)]


def test_a_time_limit_kills_what_it_started(channel: Channel) -> None:
    def ask() -> None:
        with pytest.raises(
            FactUnavailable, match=r"probe: could not ask sh -c .*setsid sleep 4242.*: no answer after 1 s"
        ):
            channel.shell("sleep 4242 & setsid sleep 4242", timeout=1)

    assert seconds(ask) < 1 + LIMIT
    assert channel.shell("cat /proc/[0-9]*/cmdline | tr '\\0' ' ' | grep -c 'sleep 424[2]'").text == "0"


def test_a_frozen_instance_costs_one_limit(channel: Channel) -> None:
    channel.open()
    incus("pause", NAME)
    assert seconds(lambda: reason(channel)) < LIMIT + 2
    assert seconds(lambda: [reason(channel) for _ in range(20)]) < 0.1
    assert reason(channel) == "the instance is frozen"
    incus("resume", NAME)
    channel.revive()
    assert channel.run(["true"]).status == 0


def test_an_instance_frozen_before(access: Access, channel: Channel) -> None:
    incus("pause", NAME)
    access.open_channels([NAME])
    assert reason(channel) == "the instance is frozen"


def test_a_stopped_instance(access: Access, channel: Channel) -> None:
    channel.open()
    incus("stop", "-f", NAME)
    assert reason(channel).startswith("the instance is stopped")
    with pytest.raises(FactUnavailable, match="probe: could not ask addresses: the instance is stopped"):
        _ = access.instances()[NAME].ipv4


def test_an_instance_restarted_between_two_questions(channel: Channel) -> None:
    before = channel.run(["cat", "/proc/sys/kernel/random/boot_id"]).status
    incus("restart", "-f", NAME)
    assert (before, channel.run(["true"]).status) == (0, 0)


def test_a_missing_instance_names_those_there(access: Access) -> None:
    assert reason(access.channel("nope")).startswith(f"no such instance in project {PROJECT} (there: probe)")


def test_a_shell_that_hangs(access: Access, channel: Channel) -> None:
    real = "cp -p /bin/dash /bin/dash.real; printf '#!/bin/dash.real\\nsleep 99\\n' > /bin/new; chmod 755 /bin/new"
    channel.shell(f"{real}; mv /bin/new /bin/dash")
    channel.close()
    try:
        assert seconds(lambda: reason(channel)) < LIMIT + 2
        assert seconds(lambda: [reason(channel) for _ in range(20)]) < 0.1
        assert reason(channel) == f"its shell did not start in {LIMIT:g} s"
    finally:
        incus("exec", NAME, "--", "/bin/dash.real", "-c", "mv /bin/dash.real /bin/dash")
    access.forget()
    assert channel.run(["true"]).status == 0


def test_a_project_that_is_not_there() -> None:
    wrong = access_by(AccessPath(kind="local", project="gbo-nowhere"))
    with pytest.raises(AccessRefused, match=r"there is no project gbo-nowhere; there are .*default"):
        wrong.instances()


def test_a_shell_that_ends_leaves_nothing(access: Access, channel: Channel) -> None:
    nonce = channel.shell('echo "$GBO_CHANNEL"').text
    access.close()
    look = ["exec", NAME, "--", "sh", "-c", 'grep -lzxF "GBO_CHANNEL=$1" /proc/[0-9]*/environ', "sh", nonce]
    until = time.monotonic() + LIMIT
    while access.incus(look).stdout:
        assert time.monotonic() < until
    here = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout
    assert not [line for line in here.splitlines() if PROJECT in line and " exec " in line]


def test_testinfra_modules_behave(access: Access) -> None:
    host = host_of(access, NAME)
    assert (host.file("/tmp").mode, host.file("/tmp").user, host.file("/etc/hosts").is_file) == (0o1777, "root", True)
    assert (host.file("/nope").exists, host.file("/o'dd $(name)").exists) == (False, False)
    assert "Debian" in host.file("/etc/os-release").content_string
    assert (host.service("dbus").is_running, host.service("nope").is_running) == (True, False)
    assert [each.pid for each in host.process.filter(comm="systemd", ppid="0")] == [1]
    assert (host.user("root").uid, host.user("nobody").shell, host.user("nope").exists) == (
        0,
        "/usr/sbin/nologin",
        False,
    )
    assert host.interface("lo").addresses[0] == "127.0.0.1"
    assert host.socket("tcp://53").is_listening in (True, False)
    assert host.system_info.distribution == "debian"
    assert host.run("echo ä; echo é >&2; exit 3").stdout == "ä\n"


def test_testinfra_does_not_take_a_dead_transport_for_a_no(access: Access) -> None:
    host = host_of(access, NAME)
    assert host.file("/etc/hosts").exists
    incus("stop", "-f", NAME)
    with pytest.raises(FactUnavailable, match="the instance is stopped"):
        _ = host.file("/etc/hosts").exists
