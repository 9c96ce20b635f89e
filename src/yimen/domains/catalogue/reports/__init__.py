"""What the catalogue costs people and how well it is kept: burden, freshness, lacks, downloads of forms.

Counted from the published versions by department and region. ``burden``, ``freshness`` and ``lacking`` are plain
functions that give rows; pages, CSV files and other systems show the same rows. A download is counted by day, service
and file, and of nobody.
"""
