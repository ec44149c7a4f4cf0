"""The operations guide as statements, and which checks, remedies and faults stand for each."""
