"""Readers tell the moderators of a published comment."""
