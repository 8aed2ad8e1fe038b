"""How a comment comes in: its form, its limits, where it comes from, and once only."""
