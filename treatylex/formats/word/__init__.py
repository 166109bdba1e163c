"""Word: documents in Office Open XML (.docx), with the numbering that Word generates and tracked changes.

`package` opens the file safely, `styles` knows what a paragraph inherits, `numbering` counts, `reading` makes a
document of it all.
"""
