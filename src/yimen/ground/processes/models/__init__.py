from .instance import Instance
from .rows import Event, Scope, Token, Variable, Work
from .work import Task, Timer

__all__ = ["Event", "Instance", "Scope", "Task", "Timer", "Token", "Variable", "Work"]
