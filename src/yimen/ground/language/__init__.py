"""Chinese is said and kept, English is shown.

Code, engines, rows and papers speak Chinese. A page in English says each Chinese sentence anew, at the moment it is
shown (`say`, in templates the filter of the same name): from the catalogue ``locale/en``, where a sentence with places
(``办件 {number} 还在办``) stands for all that fit it, and from the phrases that services bring (`ports.plug_phrases`).
What is in neither stays Chinese. Others use `say`, `is_said`, `TERM`, `speaks_english`, `refresh` (once a page) and
`ports`.
Why so: docs/decisions/0012.
"""

from yimen.ground.language.book import TERM, is_said
from yimen.ground.language.speech import refresh, say, speaks_english

__all__ = ["TERM", "is_said", "refresh", "say", "speaks_english"]
