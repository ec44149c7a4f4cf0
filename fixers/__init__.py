"""What is done about a failure: a remedy plans steps as data, the guard allows, the hands act, the journal tells."""
