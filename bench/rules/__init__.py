"""How fast decisions are beside other engines and beside a function written by hand: ``make bench-rules``.

``workload`` is the table and its rows, ``engines`` puts each engine behind one function, ``large`` has tables of up to
10,000 rules, ``timing`` measures CPU time in turns, ``__main__`` checks that all answer alike and tells.
"""
