"""What is kept of a person: found, given out and erased."""
