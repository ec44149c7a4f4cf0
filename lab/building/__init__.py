"""What components are made of: where it comes from, what lies where, how it is set up."""
