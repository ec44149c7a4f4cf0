from __future__ import annotations

import pytest

from lab.standins.botserver.basic import BasicError, parse


def test_statements_blocks_and_comments() -> None:
    script = parse("REM hello\n' note\nTALK \"a 'b' c\" ' end\n\nIF x > 1.5 THEN\n  TALK x\nELSE\n  TALK 0\nEND IF\n")
    assert [statement.tree() for statement in script] == [
        {"line": 3, "keyword": "TALK", "words": ["\"a 'b' c\""]},
        {
            "line": 5,
            "keyword": "IF",
            "words": ["x", ">", "1.5", "THEN"],
            "block": [
                {"line": 6, "keyword": "TALK", "words": ["x"]},
                {"line": 7, "keyword": "ELSE", "words": []},
                {"line": 8, "keyword": "TALK", "words": ["0"]},
            ],
        },
    ]


def test_an_if_on_one_line_opens_no_block() -> None:
    assert [statement.keyword for statement in parse("IF x = 1 THEN TALK x\nTALK y")] == ["IF", "TALK"]


def test_blocks_nest() -> None:
    script = parse("FOR EACH item IN list\nWHILE x < 3\nLET x = x + 1\nWEND\nNEXT item")
    assert script[0].block[0].block[0].words == ["x", "=", "x", "+", "1"]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ('TALK "open', "line 1: cannot read '\"open'"),
        ("\nTALK €", "line 2: cannot read '€'"),
        ("IF x THEN\nTALK x", "line 1: IF is never closed by END IF"),
        ("FOR x = 1\nEND IF", "line 2: END IF, expected NEXT"),
        ("WEND", "line 1: WEND, expected no block to close"),
    ],
)
def test_mistakes_name_their_line(source: str, text: str) -> None:
    with pytest.raises(BasicError) as raised:
        parse(source)
    assert str(raised.value) == text
