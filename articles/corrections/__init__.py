"""What readers are told when a published story changes, and how much a change is."""
