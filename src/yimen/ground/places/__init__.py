"""Regions and organisations: where a service is given, by whom, and which posts do the work."""
