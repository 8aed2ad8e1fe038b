"""Every save of a story: what it holds, how two differ, how one comes back, and a change that waits for its time."""
