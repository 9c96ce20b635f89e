"""``kill -9`` at every commit boundary and at random, on SQLite and PostgreSQL: ``make crash``.

One hard process (``process``) of a small domain (``matter``) is lived through by workers and people (``life``,
``people``), forked from a warm parent (``forks``) and killed (``boundaries``, ``runs``). Whoever comes after them
brings it to its end; then the books are held against those of a life nobody disturbed (``standing``, ``verdict``).
"""
