"""This machine: its packages, its daemon, its settings, and that it is as before afterwards."""
