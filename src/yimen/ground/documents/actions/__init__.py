"""What can be done with documents: they are made; nothing else ever happens to them."""
