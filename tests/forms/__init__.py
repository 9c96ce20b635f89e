"""One table of cases (``cases.yaml``) for every form: what is typed, what is asked then, what is wrong, what is kept.

It runs on the forms engine alone (``test_on_the_server``), on the pages as a browser without JavaScript sends them
(``test_without_script``), and in a real browser with script (``tests/journeys/test_forms_agree``). A form has one set
of conditions and one reader of answers, on the server; the table shows that no page says anything else.
"""
