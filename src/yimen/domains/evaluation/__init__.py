"""好差评: what people say about a service that is finished, and what is done about a bad word.

Words: a *rating* is one person's word on one closed case (一事一评) or on one *visit* to a window or of a helper
(一次一评); an *opinion* is its content: a grade of five, reasons, free text, a number to call back. A bad one opens a
*follow-up* (差评回访整改): verified, fixed, told back, each by its day.

Always true: nobody is asked before the service is finished, and nobody has to answer; the questions are the same in
every channel; who is rated never handles the follow-up and never sees who rated; only a bad rating that was verified
counts as 差评; a figure of fewer than five ratings is not shown. Evidence rows never carry what was said.

Others use ``actions.record_visit`` (window pages, helpers), ``queries.figures``, ``queries.reasons_said``,
``access.handling_posts``, the events, and the template parts ``evaluation/invite.html`` (context: ``case``, a closed
case of the reader) and ``evaluation/figure.html`` (context: ``figure``, what ``queries.figures`` gives).
"""
