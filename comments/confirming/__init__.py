"""That an address belongs to whoever wrote a comment: asked by mail, at most once for each wish."""
