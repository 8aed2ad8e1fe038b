"""A story before it is public: as it was typed, for who writes it, and under a link for people without an account."""
