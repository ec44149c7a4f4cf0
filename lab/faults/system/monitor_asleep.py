"""DriveMonitor looked once and looks no more, while BotServer is healthy and its books are right."""

from lab.faults.system._botserver import env_edited

ROWS = ("D7",)
RED = ("system.drivemonitor.live[default]",)
inject, heal = env_edited("$a DRIVE_MONITOR_INTERVAL=86400")
