"""The outside world in small, for a laptop: no network, nothing real, everything marked 样例."""
