"""How fast the product is beside the least that Django could do for the same page: ``make bench``.

``city`` fills a database with 10,000 open cases, ``floor`` is the bare view, ``served`` puts a clock before a server,
``cost`` compares CPU time in pairs, ``load`` lets 16 users come at once, ``weight`` weighs the pages, ``report`` tells.
Nothing here is a test: a figure is read by people, on the machine on which it was measured.
"""
