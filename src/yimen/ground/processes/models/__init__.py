from .instance import Instance
from .letters import Message, Subscription
from .rows import Event, Scope, Token, Variable, Work
from .work import Task, Timer

__all__ = ["Event", "Instance", "Message", "Scope", "Subscription", "Task", "Timer", "Token", "Variable", "Work"]
