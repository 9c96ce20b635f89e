"""SQLite with one fair write queue.

SQLite lets one connection write at a time and leaves waiting to chance: whoever polls luckily wins, and of three
writing processes two can starve for seconds. Here a writer first takes a place in a queue (first come, first served,
over all processes and threads that use the database file), and only then begins.
"""
