"""What a story is found by: its folded words, for the desk's list and for readers' search alike."""
