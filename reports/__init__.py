"""What is said of a run: terminal, records, reports. Every text passes the mask for secrets first."""
