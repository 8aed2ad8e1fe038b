"""What a comment is found by: its words, what it has in common with others, and letters that pass for others."""
