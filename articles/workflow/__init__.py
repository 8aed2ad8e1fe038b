"""A story's way through the newsroom: its steps, who is to write it, remarks, notices, board and calendar."""
