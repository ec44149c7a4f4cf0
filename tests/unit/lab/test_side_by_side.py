"""Faults are injected side by side where they touch different containers and their sets cannot meet."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import combinations

import pytest

from fixtures.verdict.register import every
from lab.command import run
from lab.faults import Fault, faults
from lab.network import outside
from tests.side_by_side import HOST, TOGETHER, Spread, groups, spreads
from tests.touched import nodes
from tests.unit.environments import environment

FAULTS = faults()
ENV = environment()
SPREADS = spreads(ENV, FAULTS.values())
GROUPS = groups(SPREADS.values())
QUIET = replace(FAULTS["containers.conf_open"], id="x.quiet", red=("containers.path.layout[llm:/opt/gbo/conf]",))


def test_every_fault_is_in_one_group() -> None:
    assert sorted(name for group in GROUPS for name in group) == sorted(FAULTS)
    assert max(map(len, GROUPS)) == TOGETHER
    assert len(GROUPS) < len(FAULTS) / 2


def test_the_groups_do_not_depend_on_the_order() -> None:
    assert groups([*SPREADS.values()][::-1]) == GROUPS


def test_no_check_can_be_red_or_blocked_by_two_of_a_group() -> None:
    needs = {
        check.full_id(each): {*map(str, check.needed(ENV, each))} for check in every() for each in check.subjects(ENV)
    }
    above = {name: stands_on(needs, fault.red) for name, fault in FAULTS.items()}
    for group in GROUPS:
        for one, other in combinations(group, 2):
            assert not above[one] & above[other], (one, other)


def stands_on(needs: dict[str, set[str]], red: tuple[str, ...]) -> set[str]:
    """The checks from which a way leads down to one of `red`, walked from the top."""

    @cache
    def leads(id: str) -> bool:
        return id in red or any(map(leads, needs[id]))

    return {id for id in needs if leads(id)}


@pytest.mark.parametrize(
    "name",
    ["vault.sealed", "vault.hung", "tables.stopped", "dns.primary_stopped", "network.stale_rule"],
)
def test_what_all_stand_on_is_broken_alone(name: str) -> None:
    assert (name,) in GROUPS


def test_a_new_fault_falls_into_a_group_by_what_it_declares() -> None:
    assert beside("system.cache_open") == {"x.quiet": True}
    assert beside("system.cache_open", red=("containers.path.layout[system:/opt/gbo/conf]",)) == {"x.quiet": False}
    assert beside("system.cache_open", red=("vault.seal.open[vault]",)) == {"x.quiet": False}
    assert beside("system.cache_open", touches=("system",)) == {"x.quiet": False}
    assert beside("system.cache_open", touches=(HOST,)) == {"x.quiet": False}


def beside(name: str, **declared: tuple[str, ...]) -> dict[str, bool]:
    """Whether a fault that declares this is injected beside that one."""
    new: Fault = replace(QUIET, **declared)  # type: ignore[arg-type]  # each is a tuple of texts
    both = spreads(ENV, [FAULTS[name], new])
    return {new.id: len(groups(both.values())) == 1}


def test_what_one_would_hide_of_another_keeps_them_apart() -> None:
    one = Spread("a", frozenset("a"), frozenset({"x[a]", "x[b]"}), frozenset("ab"), frozenset({"x[a]", "y[a]"}))
    other = Spread("b", frozenset("b"), frozenset({"y[b]"}), frozenset("b"), frozenset({"x[b]", "y[b]"}))
    assert one.meets(other)
    assert other.meets(one)
    assert not replace(one, reach=frozenset({"x[a]", "x[c]"})).meets(other)


def test_where_a_fault_works_is_read_from_its_code() -> None:
    assert {*nodes(FAULTS["vault.token_short"].inject)} == {"system", "vault"}
    assert {*nodes(FAULTS["alm.database_refused"].heal)} == {"tables"}
    assert {*nodes(FAULTS["meet.stopped"].inject)} == {"meet"}
    assert {*nodes(FAULTS["dns.notice_lost"].heal)} == {"dns", "dns2"}


def test_whoever_works_on_the_host_says_so() -> None:
    for fault in FAULTS.values():
        used = vars(__import__(fault.inject.__module__, fromlist=["inject"])).values()
        if any(each is run or each is outside for each in used):
            assert HOST in SPREADS[fault.id].places, fault.id
