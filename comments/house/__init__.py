"""What the owner sets for all discussions at the desk, over what the environment says."""
