"""PDF: pages of characters in places, from which lines, columns and paragraphs have to be found.

`characters` asks pdfium for them, `streams` finds the pages whose data are damaged, `strokes` tells the characters that
are struck through, `stamps` leaves out watermarks and stamps, those by `crossings` whose letters lie over others,
`lines` makes lines and columns, `margin_numbers` leaves out those of a draft, `side_blocks` sets apart what stands
beside the text; `ruled_tables`, `turned_cells`, `open_tables` and `table_rows` know tables, `furniture` running heads
and footnotes by their places. `page_lines` makes a page of it, `reading` a document of all pages; `annotations` tells
what a reader wrote on them.
"""
