"""The identity guard, on machines as Incus describes them; whatever else is asked of the fake fails the test."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from ipaddress import IPv4Network
from pathlib import Path
from socket import gethostname

import pytest

from fixtures.access.hostnames import doubtful
from fixtures.access.identity import connected_networks, detect, prove
from fixtures.access.instances import Address, Instance
from fixtures.access.kinds import access_by
from fixtures.access.process import Completed
from fixtures.environment import ROOT, identities, load
from fixtures.errors import AccessRefused, FactUnavailable, WrongEnvironment
from fixtures.expectations import Environment, Identity
from tests.unit.environments import environment

PROD, STAGE, LAB = (environment(name) for name in ("prod", "stage", "lab"))
KNOWN = {env.name: env.identity for env in (LAB, PROD, STAGE)}


class Machine:
    """An Incus machine that answers what the guard may ask, and nothing else."""

    def __init__(
        self,
        hostname: str,
        instances: Sequence[Instance] | FactUnavailable = (),
        bridges: Mapping[str, str] | None = None,
        files: Mapping[str, str] | None = None,
    ) -> None:
        self.files = files or {}
        self.name = hostname
        self.held = instances
        self.bridges = bridges or {}
        self.asked: list[str] = []

    def run(self, argv: Sequence[str]) -> Completed:
        cat, file = argv
        assert cat == "cat"
        found = self.files.get(file)
        said = (0, f"{found}\n".encode(), b"") if found else (1, b"", b"no such file")
        return Completed(tuple(argv), *said)

    unprivileged = run

    def hostname(self) -> str:
        self.asked.append("hostname")
        return self.name

    def incus(self, argv: Sequence[str]) -> Completed:
        network, get, name, key = argv
        assert (network, get, key) == ("network", "get", "ipv4.address")
        self.asked.append(f"bridge {name}")
        known = name in self.bridges
        return Completed(tuple(argv), 0 if known else 1, f"{self.bridges.get(name, '')}\n".encode(), b"")

    def instances(self) -> Mapping[str, Instance]:
        self.asked.append("instances")
        if isinstance(self.held, FactUnavailable):
            raise self.held
        return {instance.name: instance for instance in self.held}


def _instance(name: str, *addresses: str, status: str = "Running", configured: str = "") -> Instance:
    card = {"type": "nic", "network": "br0", **({"ipv4.address": configured} if configured else {})}
    return Instance(
        name=name,
        status=status,
        addresses=tuple(Address("eth0", "inet", each, 24, "global") for each in addresses)
        if status == "Running"
        else None,
        config={},
        devices={},
        expanded_config={},
        expanded_devices={"eth0": card, "root": {"type": "disk"}},
        snapshots=(),
    )


@pytest.mark.parametrize("host", ["prod", "prod1", "PROD", "incus-prod", "eu.prod.site", "a-prod-b", "prod-2"])
def test_the_machine_itself(host: str) -> None:
    prove(PROD, Machine(host, [_instance("system", "10.0.2.10"), _instance("tables", "10.0.2.11")]), KNOWN)


DOUBTFUL = {
    "non-prod-1": "non", "pre-prod-1": "pre", "not-prod": "not", "old-prod": "old", "stage-prod-copy": "copy",
    "prod-dr": "dr", "dr2-prod": "dr", "prod-backup": "backup", "prod.clone": "clone", "prod-restore": "restore",
    "test-prod": "test", "staging-prod": "staging", "prod-stage": "stage", "lab-prod": "lab", "PROD-OLD": "old",
    "prod-new": "new", "copia-prod": "copia", "ex-prod.domain.com": "ex", "prod-snapshot-3": "snapshot",
}  # fmt: skip


@pytest.mark.parametrize("host", DOUBTFUL)
def test_a_name_that_says_it_is_another_is_refused_though_all_else_fits(host: str) -> None:
    machine = Machine(host, [_instance("system", "10.0.2.10")])
    told = _refused(PROD, machine)
    assert f"its host name is {host!r}, and" in told
    assert repr(DOUBTFUL[host]) in told.splitlines()[0]
    assert f"hostname = '{re.escape(host)}'" in told
    assert machine.asked == ["hostname"]


@pytest.mark.parametrize("host", DOUBTFUL)
def test_a_pattern_of_the_sites_own_has_thought_of_it(host: str) -> None:
    own = load("prod", variables={"INFRA_IDENTITY__HOSTNAME": re.escape(host)}).environment
    prove(own, Machine(host, [_instance("system", "10.0.2.10")]), KNOWN)


@pytest.mark.parametrize("host", ["prod.copy.no", "prod-copyright-1", "prod.site.example.test", "node-prod-1"])
def test_a_word_of_the_domain_or_within_another_is_no_doubt(host: str) -> None:
    assert not doubtful(host, "prod", ["stage", "lab"])
    prove(PROD, Machine(host, [_instance("system", "10.0.2.10")]), KNOWN)


MACHINE_ID, UUID = "0123456789abcdef0123456789abcdef", "4c4c4544-0042-3510-8052-b4c04f4d3732"


@pytest.mark.parametrize(
    ("variable", "declared", "file"),
    [
        ("INFRA_IDENTITY__MACHINE_ID", MACHINE_ID, "/etc/machine-id"),
        ("INFRA_IDENTITY__PRODUCT_UUID", UUID, "/sys/class/dmi/id/product_uuid"),
    ],
)
def test_what_a_copy_does_not_share(variable: str, declared: str, file: str) -> None:
    env = load("prod", variables={variable: declared}).environment
    for found in (declared, declared.upper()):
        prove(env, Machine("prod", [_instance("system", "10.0.2.10")], files={file: found}), KNOWN)
    told = _refused(env, Machine("prod", [_instance("system", "10.0.2.10")], files={file: declared[::-1]}))
    assert "is another than identity." in told
    assert "so it is a copy, or was set up anew" in told
    assert declared not in told
    assert "cannot be asked: no such file" in _refused(env, Machine("prod", files={}))


@pytest.mark.parametrize("host", ["stage", "product", "reprod", "prods", "myprod", "vm", "prod\nx"])
def test_another_host_name_is_refused_before_incus_is_asked(host: str) -> None:
    machine = Machine(host, [_instance("system", "10.0.2.10")])
    assert _refused(PROD, machine).startswith(
        f"this machine does not prove to be prod: its host name is {host!r}, expected one that matches "
    )
    assert machine.asked == ["hostname"]


def test_the_whole_refusal() -> None:
    assert _refused(STAGE, Machine("vm")) == (
        "this machine does not prove to be stage: its host name is 'vm', "
        "expected one that matches (.*[.-])?stage([0-9]*|[.-].*).\n"
        "Nothing else was asked. Run on the machine that hosts stage, or name the right environment:\n"
        "  --env=lab  host name .*, subnet 10.0.9.0/24\n"
        "  --env=prod  host name (.*[.-])?prod([0-9]*|[.-].*), subnet 10.0.2.0/24\n"
        "  --env=stage  host name (.*[.-])?stage([0-9]*|[.-].*), subnet 10.0.3.0/24\n"
        "A site states its own [identity] in environments/stage.local.toml."
    )


@pytest.mark.parametrize(
    ("env", "host", "instances", "expected"),
    [
        (STAGE, "stage", [_instance("system", "10.0.2.10")],
         "system has 10.0.2.10, which lies in 10.0.2.0/24 of prod, expected 10.0.3.0/24"),
        (STAGE, "stage", [_instance("system", "10.0.3.10"), _instance("vault", "10.0.2.12")],
         "vault has 10.0.2.12, which lies in 10.0.2.0/24 of prod, expected 10.0.3.0/24"),
        (PROD, "prod", [_instance("system", "10.0.9.10")],
         "system has 10.0.9.10, which lies in 10.0.9.0/24 of lab, expected 10.0.2.0/24"),
        (LAB, "anything", [_instance("system", "10.0.2.10")],
         "system has 10.0.2.10, which lies in 10.0.2.0/24 of prod, expected 10.0.9.0/24"),
        (PROD, "prod", [_instance("system", "172.16.0.1"), _instance("vault", "172.16.0.2")],
         "the addresses are system 172.16.0.1, vault 172.16.0.2, expected at least one in 10.0.2.0/24"),
        (PROD, "prod", [], "its Incus project default holds nothing, none of the instances declared"),
        (PROD, "prod", [_instance("web", "10.0.2.10")],
         "its Incus project default holds web, none of the instances declared"),
        (PROD, "prod", [_instance("system")],
         "no declared instance and no bridge of theirs has an address, expected 10.0.2.0/24"),
    ],
)  # fmt: skip
def test_in_doubt_it_stops(env: Environment, host: str, instances: list[Instance], expected: str) -> None:
    assert f"this machine does not prove to be {env.name}: {expected}.\n" in _refused(env, Machine(host, instances))


def test_one_lost_or_odd_address_is_no_doubt() -> None:
    prove(
        PROD,
        Machine("prod", [_instance("system"), _instance("vault", "172.16.0.9"), _instance("dns", "10.0.2.2")]),
        KNOWN,
    )
    prove(PROD, Machine("prod", [_instance("system", "10.0.2.9"), _instance("other", "10.0.3.9")]), KNOWN)


def test_an_identity_bent_to_fit_another_environment_is_refused() -> None:
    bent = load(
        "stage", variables={"INFRA_IDENTITY__SUBNET": "10.0.2.0/24", "INFRA_IDENTITY__HOSTNAME": ".*"}
    ).environment
    told = _refused(bent, Machine("prod1", [_instance("system", "10.0.2.10")]))
    assert "10.0.2.10, which lies in 10.0.2.0/24 of prod, whose host name fits too" in told
    prove(bent, Machine("other", [_instance("system", "10.0.2.10")]), KNOWN)


def test_everything_stopped_is_proven_by_configuration_or_bridge() -> None:
    stopped = [_instance("system", status="Stopped"), _instance("vault", status="Stopped")]
    prove(PROD, Machine("prod", stopped, {"br0": "10.0.2.1/24"}), KNOWN)
    prove(PROD, Machine("prod", [_instance("system", status="Stopped", configured="10.0.2.10")]), KNOWN)
    assert "bridge br0 has 10.0.3.1, which lies in 10.0.3.0/24 of stage" in _refused(
        PROD, Machine("prod", stopped, {"br0": "10.0.3.1/24"})
    )
    for address in ("none", ""):
        assert "has an address" in _refused(PROD, Machine("prod", stopped, {"br0": address}))
    assert "ipv4.address cannot be asked: 'x' is no address" in _refused(PROD, Machine("prod", stopped, {"br0": "x"}))


def test_what_cannot_be_asked_is_no_proof() -> None:
    silent = FactUnavailable("host", "instances", "no answer after 10 s")
    assert "does not prove to be prod: instances cannot be asked: no answer after 10 s." in _refused(
        PROD, Machine("prod", silent)
    )


def test_the_host_name_needs_no_right(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    assert access_by(PROD.access).hostname() == gethostname()


def test_no_incus_at_all_says_so_when_the_name_fits() -> None:
    with pytest.raises(AccessRefused, match="cannot use Incus on this machine"):
        prove(PROD, Machine("prod", AccessRefused("instances", "incus is not installed")), KNOWN)


def _refused(env: Environment, machine: Machine) -> str:
    with pytest.raises(WrongEnvironment) as caught:
        prove(env, machine, KNOWN)
    return str(caught.value)


def test_identities_are_those_of_the_files() -> None:
    assert identities() == KNOWN


@pytest.mark.parametrize(
    ("host", "networks", "expected"),
    [
        ("vm", ["10.0.9.0/24", "192.168.0.0/16"], "lab"),
        ("prod1", ["10.0.2.0/24"], "prod"),
        ("stage", ["10.0.3.0/24"], "stage"),
        ("prod1", ["10.0.3.0/24"], None),
        ("prod1", ["10.0.2.0/24", "10.0.9.0/24"], None),
        ("vm", [], None),
    ],
)
def test_detection(host: str, networks: list[str], expected: str | None) -> None:
    subnets = [IPv4Network(network) for network in networks]
    if expected is not None:
        assert detect(KNOWN, host, subnets) == expected
        return
    with pytest.raises(WrongEnvironment) as caught:
        detect(KNOWN, host, subnets)
    assert str(caught.value).startswith(f"which environment is this? By host name '{host}' and networks ")
    assert all(f"--env={name}" in str(caught.value) for name in KNOWN)


def test_detection_without_environments() -> None:
    empty: dict[str, Identity] = {}
    with pytest.raises(WrongEnvironment, match="there are none"):
        detect(empty, "vm", [])


def test_networks_of_a_machine(tmp_path: Path) -> None:
    routes = tmp_path / "route"
    routes.write_text(
        "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n"
        "eth0\t00000000\t010200C0\t0003\t0\t0\t0\t00000000\t0\t0\t0\n"
        "tun0\t00000000\t00000000\t0001\t0\t0\t0\t00000000\t0\t0\t0\n"
        "labbr0\t0009000A\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0\n"
        "eth0\t0000100A\t010200C0\t0003\t0\t0\t0\t0000FFFF\t0\t0\t0\n"
    )
    assert connected_networks(routes) == (IPv4Network("10.0.9.0/24"),)


@pytest.mark.process
@pytest.mark.parametrize("path", [os.environ["PATH"], "/nowhere"], ids=["as_is", "no_incus_no_sudo"])
def test_a_run_against_prod_ends_with_4(path: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "--env=prod", "-m", "smoke", "-p", "no:cacheprovider"],
        cwd=ROOT,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 4
    assert done.stderr.startswith("ERROR: this machine does not prove to be prod: its host name is ")
    assert "Traceback" not in done.stdout + done.stderr
