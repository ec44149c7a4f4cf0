"""MinIO was given another root password than the one in Vault."""

from lab.components.drive import SETTINGS
from lab.faults.edited import edited

ROWS = ("E4",)
RED = ("drive.login.works[drive]",)
inject, heal = edited(
    "drive", SETTINGS, "s/^(MINIO_ROOT_PASSWORD=).*/\\1changed-by-a-fault/", "systemctl restart minio"
)
