"""What the city does, one package per domain, in the order in which they may know each other."""
