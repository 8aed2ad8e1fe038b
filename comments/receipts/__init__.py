"""The page that its author alone knows: what becomes of a comment, and taking it back."""
