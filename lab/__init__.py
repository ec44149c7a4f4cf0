"""The lab: a real Incus project with the platform's containers, faults to break it with, and the way back."""
