"""Pages that show two domains or more."""
