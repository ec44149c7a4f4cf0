from __future__ import annotations

import pytest

from fixtures.parsers.deliveries import Delivery, deployed, same

OLD, NEW = "a" * 40, "b" * 40
FIRST = Delivery(11, OLD, "success", 100, 110)
FAILED = Delivery(12, NEW, "failure", 200, 210)
SECOND = Delivery(13, NEW, "success", 300, 310)
RUNNING = Delivery(14, NEW, "running", 400, None)
ALL = (RUNNING, SECOND, FAILED, FIRST)
BINARY, WORKFLOW = "/opt/gbo/bin/botserver", "deploy.yml"


@pytest.mark.parametrize(
    ("moment", "run", "newest"),
    [(100, 11, SECOND), (110, 11, SECOND), (305, 13, SECOND), (400, 14, RUNNING), (9999, 14, RUNNING)],
)
def test_in_a_delivery(moment: int, run: int, newest: Delivery) -> None:
    found = deployed(moment, None, ALL)
    assert found.delivered
    assert found.by is not None
    assert found.by.run == run
    assert found.newest == newest


@pytest.mark.parametrize("moment", [99, 111, 199, 299, 311, 399])
def test_between_deliveries_it_was_copied_by_hand(moment: int) -> None:
    found = deployed(moment, None, ALL)
    assert not found.delivered
    assert found.commit is None
    assert "copied by hand" in found.said(BINARY, WORKFLOW)
    assert "never copy it back by hand" in found.advice(NEW)


def test_a_delivery_that_failed_after_it_had_copied() -> None:
    found = deployed(205, None, ALL)
    assert not found.delivered
    assert found.said(BINARY, WORKFLOW) == (
        "/opt/gbo/bin/botserver was changed 1970-01-01 00:03:25 UTC by run 12 of deploy.yml, "
        "whose delivery ended with failure after that"
    )
    assert "the log of run 12 says what failed" in found.advice(NEW)


def test_of_two_at_once_the_one_that_did_not_fail_has_brought_it() -> None:
    beside = Delivery(15, OLD, "failure", 295, 320)
    assert deployed(305, None, (beside, SECOND)).by == SECOND
    assert deployed(305, None, (SECOND, beside)).by == SECOND


def test_no_delivery_at_all() -> None:
    found = deployed(305, OLD, ())
    assert (found.delivered, found.newest, found.commit) == (False, None, OLD)
    assert found.advice(None).startswith("no delivery has ever succeeded")


def test_what_the_program_says_of_itself_counts() -> None:
    assert deployed(305, OLD, ALL).commit == OLD
    assert deployed(305, None, ALL).commit == NEW


def test_nothing_has_delivered_what_is_expected() -> None:
    assert (
        deployed(305, None, ALL)
        .advice("c" * 40)
        .endswith("nothing has delivered cccccccccccc; push it, or start the workflow for it")
    )


def test_the_newest_delivery_left_it_as_it_was() -> None:
    assert "left the program of run 11 of aaaaaaaaaaaa" in deployed(105, None, ALL).advice(NEW)


def test_the_newest_delivery_built_something_else() -> None:
    assert "what it kept of a build before" in deployed(305, OLD, ALL).advice(NEW)


@pytest.mark.parametrize(
    ("one", "other", "are"),
    [
        (NEW, NEW, True),
        (NEW[:7], NEW, True),
        (NEW, NEW[:7].upper(), True),
        (NEW[:6], NEW, False),
        (NEW, OLD, False),
        ("bbbbbbb-dirty", NEW, False),
        ("", NEW, False),
    ],
)
def test_same(one: str, other: str, are: bool) -> None:
    assert same(one, other) is are
