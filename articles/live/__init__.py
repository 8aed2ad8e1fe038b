"""What readers see of a live story: which entries a page holds, how they stand on it, in data and in feeds."""
