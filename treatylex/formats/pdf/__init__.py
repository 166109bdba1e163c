"""PDF: pages of characters in places, from which lines, columns and paragraphs have to be found.

`characters` asks pdfium for them, `lines` makes lines and columns, `furniture` knows running heads and footnotes by
their places, `reading` makes a document of it all.
"""
