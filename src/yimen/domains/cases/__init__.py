"""办件: an application and its handling, from the first draft to the delivered result.

Words: a *draft* is not yet received; *submitted* is 收件 (received, not accepted); *accepted* is 受理, when the clock
of the law begins; *granted* and *refused* are the decision. Always true: a case stays on the version of its service;
every act leaves a row of evidence; a decision rests on a stored record of the rules hit and of the facts used.
"""
