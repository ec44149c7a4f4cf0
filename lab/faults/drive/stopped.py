"""MinIO is stopped."""

from lab.faults.unit import red, stopped

ROWS = ("E6",)
RED = red("drive", "minio")
inject, heal = stopped("drive", "minio")
