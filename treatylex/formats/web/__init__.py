"""The web: pages in HTML and XHTML, without what surrounds a treaty on a portal.

`page` parses, `chrome` leaves navigation and notices out, `list_numbers` gives lists the letters that style sheets
make, `reading` makes a document of the rest.
"""
