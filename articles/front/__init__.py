"""Front pages: what stands at their head, breaking news, and what a story's page leads on to."""
