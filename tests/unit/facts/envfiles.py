"""Env files as people write them: what a generator makes of names, quotes, escapes, comments and continuations."""

from __future__ import annotations

from hypothesis import strategies as st

NAMES = st.sampled_from(
    [
        "VAULT_ADDR",
        "VAULT_TOKEN",
        "PORT",
        "export PORT",
        "export  A",
        "A.B",
        "1A",
        "a-b",
        "",
        "_x",
        "; A",
        "# A",
        "export",
    ]
)
PIECES = st.sampled_from(
    [
        *("https://10.0.9.12:8200", "hvs.AAAA", "x", "é", "#", " # note", "\t;", " ", "  ", "\t", "=", "'", '"', "\\"),
        *("\\\n", "\\n", '\\"', "\\$", "$PORT", "${PORT}", "$", "${", "`", "'a b'", '"a b"', '"a\\\nb"', "\r", "'\n'"),
    ]
)
LINES = st.one_of(
    st.tuples(NAMES, st.sampled_from(["=", " = ", " =", "= ", ""]), st.lists(PIECES, max_size=5)).map(
        lambda each: each[0] + each[1] + "".join(each[2])
    ),
    st.sampled_from(["", "# note", "; note", "  # A=1", "# note \\", "\ufeff", "A=1", "\t", "PORT=5858"]),
)
TEXTS = st.tuples(st.lists(LINES, max_size=6), st.sampled_from(["\n", "\r\n"]), st.sampled_from(["", "\n"])).map(
    lambda each: each[1].join(each[0]) + each[2]
)
