"""What a comparison says when it does not hold, in words of its own and with limits."""

from __future__ import annotations

import pytest

from fixtures.verdict.matching import ANY, Mismatch, Such, assert_matches

MOST = Such("at most 60 s", lambda seconds: seconds <= 60)


@pytest.mark.parametrize(
    ("found", "told"),
    [
        ({"silent": 67, "names": ()}, "runner was last heard 67 s ago\n  silent: expected at most 60 s, found 67"),
        ({"silent": None, "names": ()}, "runner was last heard 67 s ago\n  silent: expected at most 60 s, found none"),
        (
            None,
            "runner was last heard 67 s ago\n  silent: expected at most 60 s, found none\n"
            "  names: expected any, found none",
        ),
    ],
)
def test_a_limit_that_does_not_hold(found: object, told: str) -> None:
    with pytest.raises(Mismatch) as caught:
        assert_matches("runner", {"silent": MOST, "names": ANY}, found, says="runner was last heard 67 s ago")
    assert str(caught.value) == told


def test_a_limit_that_holds() -> None:
    assert_matches("runner", {"silent": MOST, "names": ANY}, {"silent": 60, "names": ()}, says="never said")


def test_an_empty_text_and_a_share_are_told() -> None:
    with pytest.raises(Mismatch) as caught:
        assert_matches(
            "x", {"absent": "", "left": Such("over 22%", lambda left: left > 0.22)}, {"absent": "y", "left": 0.14}
        )
    told = "x is not as declared\n  absent: expected none, found y\n  left: expected over 22%, found 0.14"
    assert str(caught.value) == told
