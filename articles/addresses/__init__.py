"""Where an address leads that is no longer, or never was, the present one. Only what misses asks here."""
