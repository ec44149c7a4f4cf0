"""One module a room: what stands in the lab, and how it is set up."""
