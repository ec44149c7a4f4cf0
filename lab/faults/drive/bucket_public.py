"""Somebody shared a folder of a bot's bucket with everybody who knows a file's name."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("D8",)
RED = ("drive.bucket.private[default]",)
TOUCHES = ("drive",)
BUCKET = "default.gbai"
SHARED = f"{BUCKET}/default.gbkb"
POLICY = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Principal": {"AWS": ["*"]},
            "Action": ["s3:GetObject"],
            "Resource": [f"arn:aws:s3:::{SHARED}/*"],
        }
    ],
}
SHARE = 'set -eu\ncat > /tmp/policy.json\n"$1" --quiet anonymous set-json /tmp/policy.json "$2"\nrm /tmp/policy.json\n'


def inject(lab: Lab) -> None:
    """Write the policy, of which `mc anonymous list` says "none"."""
    words = (lab.env.drive.servers["drive"].client, f"local/{BUCKET}")
    lab.node("drive").run("sh", "-c", SHARE, "sh", *words, input=json.dumps(POLICY).encode())


def heal(lab: Lab) -> None:
    """Take it away where it was given: of the bucket as a whole `mc` would leave it."""
    client = lab.env.drive.servers["drive"].client
    lab.node("drive").run(client, "--quiet", "anonymous", "set", "none", f"local/{SHARED}/")
