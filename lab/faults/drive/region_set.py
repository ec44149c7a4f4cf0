"""MinIO was given a region, and refuses what is signed for the usual one: its list of buckets is still there."""

from lab.components.drive import SETTINGS
from lab.faults.edited import edited

ROWS = ("D8",)
RED = ("drive.login.works[drive]",)
WAIT = "for try in $(seq 100); do curl -sf http://127.0.0.1:9000/minio/health/cluster && break; sleep 0.1; done"
inject, heal = edited(
    "drive", SETTINGS, r"s/^MINIO_UPDATE=off$/&\nMINIO_SITE_REGION=eu-central-1/", f"systemctl restart minio; {WAIT}"
)
