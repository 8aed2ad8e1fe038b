"""What a comment is found by: its words, and what it has in common with others."""
