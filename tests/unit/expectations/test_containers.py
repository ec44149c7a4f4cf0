"""What a site may say of its containers, over the real base and lab; and what is refused at load, in words."""

from __future__ import annotations

from ipaddress import IPv4Address
from pathlib import Path

import pytest

from fixtures.errors import ExpectationError
from fixtures.expectations import Environment
from fixtures.verdict.askable import load_askable
from fixtures.verdict.register import every, resolve
from tests.unit.expectations.site import build


def said(tmp_path: Path, text: str) -> Environment:
    """The lab with that local file; every check's subjects and prerequisites are there."""
    env = load_askable("lab", root=build(tmp_path, text.encode()), variables={}).environment
    for check in every():
        for subject in check.subjects(env):
            for needed in check.needed(env, subject):
                resolve(env, needed)
    return env


def needs_of(env: Environment, id: str) -> tuple[str, ...]:
    check, subject = resolve(env, id)
    return check.needed(env, subject)


@pytest.mark.parametrize("word", ["held_by", "unit"])
def test_one_cluster_of_debians_postgresql(word: str, tmp_path: Path) -> None:
    env = said(
        tmp_path,
        f"""
        [containers.tables.units]
        "postgresql@15-main" = {{}}
        postgresql.remove = true
        [containers.tables.listeners."5432"]
        {word} = "postgresql@15-main"
        """,
    )
    need = "containers.service.active[tables:postgresql@15-main]"
    assert needs_of(env, "containers.port.listening[tables:5432]") == (need,)


def test_a_unit_by_another_name_than_its_key(tmp_path: Path) -> None:
    env = said(tmp_path, '[containers.tables.units.postgresql]\nname = "postgresql@15-main"')
    assert needs_of(env, "containers.port.listening[tables:5432]") == (
        "containers.service.active[tables:postgresql@15-main]",
    )


def test_how_a_unit_is(tmp_path: Path) -> None:
    text = '[containers.drive.units.minio]\nsub = "exited"\nenabled = ["static", "enabled"]\naliases = ["drive"]'
    unit = said(tmp_path, text).containers["drive"].units["minio"]
    assert (unit.sub, unit.enabled, unit.aliases) == ("exited", ("static", "enabled"), ("drive",))


def test_a_runner_and_a_port_that_no_unit_keeps(tmp_path: Path) -> None:
    env = said(
        tmp_path,
        """
        [containers.alm-ci]
        units.forgejo-runner.remove = true
        processes.runner = { command = "forgejo-runner daemon", user = "gbuser" }
        [alm.runners.alm-ci]
        held_by = "runner"
        [containers.meet]
        units.livekit.remove = true
        processes.livekit = { command = "livekit-server" }
        [containers.meet.listeners."7880"]
        held_by = "livekit"
        """,
    )
    assert "containers.process.running[alm-ci:runner]" in needs_of(env, "alm.runner.registered[alm-ci]")
    assert needs_of(env, "containers.port.listening[meet:7880]") == ("containers.process.running[meet:livekit]",)


def test_names_and_addresses_of_instances(tmp_path: Path) -> None:
    text = '[containers.tables]\ninstance = "PROD-tables"\naddress = ["10.0.9.11", "10.9.0.5"]'
    container = said(tmp_path, text).containers["tables"]
    assert container.instance == "PROD-tables"
    assert (container.address, container.other_addresses) == (IPv4Address("10.0.9.11"), (IPv4Address("10.9.0.5"),))


def test_two_servers_of_a_kind_in_one_container(tmp_path: Path) -> None:
    env = said(
        tmp_path,
        """
        [containers.llm.listeners."8082"]
        process = "llama-server"
        held_by = "llama"
        speaks = "http"
        [llm.servers.embedding]
        container = "llm"
        port = 8082
        ready_path = "/health"
        """,
    )
    assert needs_of(env, "llm.server.ready[embedding]") == ("containers.port.answers[llm:8082]",)
    assert needs_of(env, "llm.server.ready[llm]") == ("containers.port.answers[llm:8081]",)


def test_a_port_on_loopback_is_asked_only_where_it_is_published(tmp_path: Path) -> None:
    listener = '[containers.{}.listeners."{}"]\naddress = "loopback"\n'
    env = said(tmp_path, listener.format("drive", 9000) + listener.format("llm", 8081))
    outside = {each.id for each in env.listeners_outside}
    assert ("drive:9000" in outside, "llm:8081" in outside) == (True, False)
    assert needs_of(env, "llm.server.ready[llm]") == (
        "containers.port.listening[llm:8081]",
        "containers.instance.address[llm]",
    )


def test_a_list_of_addresses(tmp_path: Path) -> None:
    text = '[containers.drive.listeners."9000"]\naddress = ["10.0.9.13", "::1"]'
    assert said(tmp_path, text).containers["drive"].listeners["9000"].address == ("10.0.9.13", "::1")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[containers.meet.listeners."7880"]\nprocess = "averylongprocess"', "15 characters at most: averylongproces"),
        (
            '[containers.meet.listeners."7880"]\naddress = "everywhere"',
            "expected any, loopback, container, or a list of",
        ),
        ('[containers.meet.listeners."7880"]\naddress = ["any", "loopback"]', "or a list of addresses such as"),
        ('[containers.meet.listeners."7880"]\nheld_by = "livekitd"', "no such unit or process of the container"),
        ('[containers.meet.units."postgresql@"]', "of a template with its instance"),
        ('[containers.meet.units."a b"]', "a unit's name: letters, digits and : _ . "),
        ('[containers.meet.units.livekit]\nsub = "runing"', 'expected one of "running"'),
        ('[containers.meet]\ninstance = "vector_db"', "an instance's name as Incus allows it"),
        ('[containers.meet]\ninstance = "1meet"', "an instance's name as Incus allows it"),
        ('[containers.meet]\naddress = ["10.0.8.1", "10.9.0.5"]', "is 10.0.8.1, which no host in 10.0.9.0/24 can have"),
    ],
)
def test_what_is_refused(text: str, words: str, tmp_path: Path) -> None:
    with pytest.raises(ExpectationError) as caught:
        said(tmp_path, text)
    assert words in str(caught.value)
