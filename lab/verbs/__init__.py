"""What `python -m lab` can do, one verb a file."""
