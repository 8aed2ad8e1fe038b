"""The moderators' desk: queues, decisions and their undoing, evidence, history, statistics, digest."""
