"""Finding (搜索): what can be looked for, and how everyday words lead to it.

A package that has something to be found makes `Entry` values of it: `actions.put` keeps one in the index in the
transaction that changes it, `sources.register` names the function that gives all of them when the index is built anew.
`find.find` answers a text with hits, best first; `browse` lists by letter, department, region or topic. The words that
people use for official ones stand in ``data/everyday.yaml``. What a text means, how it is spelled and how hits are
ranked: docs/concepts/finding.md. `ports.Reader` is a model that ranks by meaning; none is needed.

Always true: one index is live; a new one is built beside it and takes its place in one statement.
"""
