"""Our signature is the one that AWS's own library makes."""

from __future__ import annotations

import datetime as dt
from unittest.mock import patch

from hypothesis import given, settings
from hypothesis import strategies as st

from fixtures.clients.signature import signed

KEYS = st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), min_size=1, max_size=64)
TIMES = st.datetimes(dt.datetime(2020, 1, 1), dt.datetime(2040, 1, 1)).map(lambda each: each.replace(tzinfo=dt.UTC))
HOSTS = st.from_regex(r"[a-z0-9.-]{1,30}:[1-9][0-9]{0,4}", fullmatch=True)


@settings(max_examples=2 * settings().max_examples, deadline=None)
@given(host=HOSTS, access=KEYS, secret=KEYS, now=TIMES)
def test_it_is_the_librarys(host: str, access: str, secret: str, now: dt.datetime) -> None:
    import botocore.auth  # 0.1 s, which every worker would pay before its first test
    from botocore.awsrequest import AWSRequest
    from botocore.credentials import Credentials

    request = AWSRequest("GET", f"http://{host}/", headers={"host": host})
    with patch.object(botocore.auth, "get_current_datetime", lambda **_: now.replace(tzinfo=None), create=True):
        signer = botocore.auth.S3SigV4Auth(Credentials(access, secret), "s3", "us-east-1")
        signer.add_auth(request)
    ours = {name.lower(): value for name, value in signed(host, access, secret, now).items()}
    theirs = {name.lower(): value for name, value in request.headers.items()}
    assert ours["x-amz-date"] == theirs["x-amz-date"]
    assert ours["authorization"] == theirs["authorization"]
