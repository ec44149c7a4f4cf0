"""What a run is evidence for: control frameworks, mapped to checks by ids in `*.toml` beside this file."""
