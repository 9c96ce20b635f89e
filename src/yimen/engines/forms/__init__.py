"""Forms as data: read a definition, take in what people type, check answers, hand typed facts to the rules.

A form is JSON (format 1): sections of fields, derived values, checks. Conditions are FEEL, compiled once on reading.
Stored answers are JSON values (text, bool, int, decimals as text, ISO dates, lists, objects); an empty answer is
``""``, ``[]`` or ``None``. Failures are Chinese sentences that say what is wrong and what is right.

``merge`` makes one form of several, each thing asked once.

Others may use: ``read``, ``merge``, ``check``, ``visible``, ``take_in``, ``validate``, ``facts``, the types listed in
``__all__``, and the modules ``identity`` and ``uscc``.
"""

from yimen.engines.forms.check import check
from yimen.engines.forms.facts import facts
from yimen.engines.forms.merge import Merged, PartForm, merge
from yimen.engines.forms.model import Check, Derived, Field, Form, FormError, Option, Prefill, Section
from yimen.engines.forms.read import read
from yimen.engines.forms.take_in import Taken, take_in
from yimen.engines.forms.validate import Failure, take_alone, validate
from yimen.engines.forms.visible import Visible, visible

__all__ = [
    "Check",
    "Derived",
    "Failure",
    "Field",
    "Form",
    "FormError",
    "Merged",
    "Option",
    "PartForm",
    "Prefill",
    "Section",
    "Taken",
    "Visible",
    "check",
    "facts",
    "merge",
    "read",
    "take_alone",
    "take_in",
    "validate",
    "visible",
]
