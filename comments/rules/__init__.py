"""Rules of the house: their words and conditions, what they do, and a rehearsal before they do it."""
