"""`python -m reports serve`: a folder of records in a browser, and for monitors. It reads, on loopback, and no more."""
