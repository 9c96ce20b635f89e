"""效能监督: rules look at every official act, and what they find is answered, ruled and, once, appealed.

Words: a *rulebook* is a published version of ``services/supervision/`` (tables, articles, days, score); an *act* is a
row of evidence that an officer (or silence) left on a case; a *finding* is one rule that hits the facts of one act, or
of a task that lies; a *statement* is what somebody says on a finding: the officer's answer, the supervisor's ruling,
the appeal, the review.

Always true: an act is judged by the rulebook in force on its day, once; a finding keeps the facts it was found on, each
with where it was read, and their hash; nobody rules on an own act, and who ruled does not review; a finding is seen by
its officer, the head of the body and the supervisors above it, by nobody else; bodies are compared, officers never.

Others use ``actions.publish_rulebook``, ``actions.examine`` (wired to the events of cases), ``events``, ``notices``,
``jobs`` and the pages. docs/concepts/supervision.md tells it step by step.
"""
