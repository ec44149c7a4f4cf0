"""Incus, the image, the instances, and what systemd says in them."""
