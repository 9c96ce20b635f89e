"""What changed between two versions of a service: by field, question, material, rule row, process element and file.

``difference`` gives typed changes, for the editor, the reviewer and the public page alike. A change carries the parts
of its sentence, which is put together when it is shown: `Change.sentence` in Chinese, `Change.said` in any language.
Elements of a process are matched by their id, questions by their key, rows of a table by what they say; a row that only
moved is told as moved.

Others may use the names in ``__all__``.
"""

from yimen.engines.service.diff.compare import difference
from yimen.engines.service.diff.model import WORDS, Change

__all__ = ["WORDS", "Change", "difference"]
