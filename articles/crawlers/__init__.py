"""What programs that walk the site by themselves may do here."""
