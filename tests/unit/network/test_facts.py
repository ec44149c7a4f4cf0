"""The facts of the room about the lab's own rules, loaded into a kernel that is nobody else's."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pytest

from fixtures.access.process import Completed
from fixtures.expectations import Forward
from fixtures.facts.network import NetworkFacts
from fixtures.verdict.matching import Mismatch
from lab.cache import Cache
from lab.network import outside as network
from lab.site import Lab
from lab.state import State
from tests.unit.environments import environment
from tests.unit.network.kernel import Kernel
from tests_infra.network.test_nat import test_live as judge_live
from tests_infra.network.test_nat import test_present as judge_present

if TYPE_CHECKING:
    from fixtures.access.base import Access
    from fixtures.facts.cache import Facts


class InKernel:
    """Access to the host that is the namespace."""

    def __init__(self, kernel: Kernel) -> None:
        self._kernel = kernel

    def run(self, argv: Sequence[str], *, input: bytes = b"", timeout: float | None = None) -> Completed:
        status, out, err = self._kernel.run(list(argv))
        return Completed(tuple(argv), status, out.encode(), err.encode())

    unprivileged = run

    def instances(self) -> dict[str, Any]:
        return {}


@pytest.fixture
def lab(tmp_path: Path) -> Lab:
    return Lab(environment(), Cache(tmp_path / "cache"), State(tmp_path / "state"))


def red(lab: Lab, kernel: Kernel, *commands: tuple[list[str], str]) -> dict[str, str]:
    """Load the lab's rules and then what the commands do; the forwards that are not as declared, with why."""
    assert kernel.load((["iptables-nft-restore"], network.rules_text(lab)), *commands) == ""
    facts = NetworkFacts(lab.env, cast("Access", InKernel(kernel)), cast("Facts", None))
    judge_present(lab.env.network.externals[0], facts)
    return {each.id: text for each in lab.env.dnats if (text := _failed(each, facts))}


def _failed(forward: Forward, facts: NetworkFacts) -> str:
    try:
        judge_live(forward, facts)
    except Mismatch as mismatch:
        return str(mismatch)
    return ""


def test_as_the_lab_makes_them(lab: Lab, alone: Kernel) -> None:
    assert red(lab, alone) == {}


def nft(text: str) -> tuple[list[str], str]:
    return ["nft", "-f", "-"], f"{text}\n"


RULE = "iifname ext0 tcp dport 443 dnat to 10.0.9.17"
FOREIGN = f"table ip x {{{{\nchain in {{{{\ntype nat hook prerouting priority {{}};\n{RULE}\n}}}}\n}}}}"


@pytest.mark.parametrize(
    "commands",
    [
        pytest.param([nft(FOREIGN.format(-110))], id="nft, before"),
        pytest.param([nft(FOREIGN.format("dstnat"))], id="nft, of the same priority and younger"),
        pytest.param([nft(f"insert rule ip nat PREROUTING {RULE}")], id="nft, in it"),
        pytest.param(
            [
                (
                    ["iptables-nft-restore", "-n"],
                    "*nat\n-I PREROUTING -p tcp --dport 443 -j DNAT --to 10.0.9.17\nCOMMIT\n",
                )
            ],
            id="iptables, first",
        ),
        pytest.param(
            [
                (
                    ["iptables-nft-restore", "-n"],
                    "*nat\n-I PREROUTING -d 198.18.0.1 -p tcp --dport 443 -j DNAT --to 10.0.9.17\nCOMMIT\n",
                )
            ],
            id="iptables, of our own address",
        ),
    ],
)
def test_what_takes_one_port_is_one_red_line(lab: Lab, alone: Kernel, commands: list[tuple[list[str], str]]) -> None:
    found = red(lab, alone, *commands)
    assert list(found) == ["443/tcp"]
    assert "target: expected proxy:443, found alm:443" in found["443/tcp"]


def test_what_comes_too_late_takes_nothing(lab: Lab, alone: Kernel) -> None:
    assert red(lab, alone, nft(FOREIGN.format(-90))) == {}


def test_a_declared_interface_that_is_not_there_is_named_with_those_that_are(lab: Lab, alone: Kernel) -> None:
    facts = NetworkFacts(lab.env, cast("Access", InKernel(alone)), cast("Facts", None))
    missing = lab.env.network.externals[0].model_copy(update={"interface": "eth0"})
    with pytest.raises(AssertionError, match=r"^the host has no interface eth0; it has .*ext0"):
        judge_present(missing, facts)
