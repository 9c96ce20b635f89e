"""The citizen's side: home, search, service page, guide, case page, my cases, my certificates."""
