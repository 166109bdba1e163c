"""PDF: pages of characters in places, from which lines, columns and paragraphs have to be found.

`characters` asks pdfium for them, `streams` finds the pages whose data are damaged, `strokes` tells the characters that
are struck through, `lines` makes lines and columns, `line_numbers` leaves out those of a draft, `table_rows` knows
tables of two columns, `furniture` running heads and footnotes by their places, `reading` makes a document of it all.
"""
