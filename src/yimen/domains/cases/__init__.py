"""办件: an application and its handling, from the first draft to the delivered result.

Words: a *draft* is not yet received; *submitted* is 收件 (received, not accepted); *correcting* waits for the applicant
(补正), before any clock of the decision; *accepted* is 受理, when that clock begins; *granted* and *refused* are the
decision; *closed* is 办结, whatever the outcome. What is to be done next stands in the process, not in the state.

Always true: a case stays on the version of its service; every act leaves a row of evidence; a decision rests on a
stored record of the rules hit and of the facts used; a second correction notice and a second extension cannot exist;
a state that a document tells has its sealed document; days are computed from rows, never typed.

Others use ``actions``, ``queries``, ``access``, ``events``, ``states``, ``errors`` and ``models`` as types. For the
wiring: ``subject.CASE`` (what its processes may do), ``notices.NOTICES`` (who is told of what),
``papers.delivery.prove_delivery``, ``jobs``. docs/concepts/life-of-a-case.md tells it step by step.
"""
