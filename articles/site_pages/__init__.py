"""Pages that are no stories and stay: their first texts, and how readers get them."""
