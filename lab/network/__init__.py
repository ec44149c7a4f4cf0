"""The lab's network on this machine, and the proof that the machine's own is not cut off."""
