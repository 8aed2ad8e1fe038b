"""What is set for the comments of one story, or of all: open or closed, held, slowed, in which order."""
