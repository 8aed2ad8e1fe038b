"""What a journalist writes: how it is cleaned when it comes in, how it is set, counted, linked and shown to readers."""
