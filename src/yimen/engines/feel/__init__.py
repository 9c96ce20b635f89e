"""FEEL, the expression language of DMN 1.5: scanner, parser, types, compiler, built-in functions.

Others use ``compile_expression``, ``compile_unary_tests``, what they return, ``FeelError``, the value classes and the
types. Evaluation never raises for data: it gives null and says why. No Python code, attribute or clock can be reached.
"""

from .errors import Doubt, FeelError
from .expression import Evaluation, Expression, UnaryTests, compile_expression, compile_unary_tests
from .text import write
from .values import DaysTime, Function, Range, Value, YearsMonths, from_host

__all__ = [
    "DaysTime",
    "Doubt",
    "Evaluation",
    "Expression",
    "FeelError",
    "Function",
    "Range",
    "UnaryTests",
    "Value",
    "YearsMonths",
    "compile_expression",
    "compile_unary_tests",
    "from_host",
    "write",
]
