"""法规库: the texts on which services rest, and the alarm when one of them changes.

A ``Document`` has versions; a ``Version`` is one text with its day of coming into force, its chapters, articles,
paragraphs (款) and items (项) as rows, and never changes. That it is over is said beside it (``Ending``), or follows
from the next version. What cites laws (services, powers, the rulebook) tells so through ``ports``; ``actions/watch``
holds all citations against the texts and opens an ``Alarm`` for what does not stand any more. An alarm closes by itself
when its subject cites the law in force.

Others may use ``queries`` (library, linker), ``ports`` and the filter ``cited``.
"""
