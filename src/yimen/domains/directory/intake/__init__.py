"""From a file as it is in the world (CSV in whatever encoding, XLSX) to items: nothing is lost, nothing brings it down.

``table.open_table`` gives rows with their line numbers, each readable or with its fault; ``mapping`` says which column
is which field; ``rows.Reading`` makes items of them. No database.
"""
