"""Pieces of text that mean something to the reader, so that random texts reach its corners."""

PIECES = (
    "Article 1", "Article 2 bis", "ARTICLE IV\nScope", "CHAPTER II", "ANNEX", "Protocol 1", "1.", "2.", "(a)", "(b)",
    "(i)", "(ii)", "-", "a)", "Each Party", "Neither Party", "the Depositary", "Nothing in this Treaty", "it", "shall",
    "shall not", "may", "undertakes to", "shall endeavour to", "means", "enter into force", "inform", "the other Party",
    "be construed as", "if", "unless", "provided that", "within 30 days", "without delay", "in accordance with",
    "Article 51 of the Charter of the United Nations", "paragraph 2 (a) and (b)", "this Article", "Articles 3 to 6",
    "Recalling", "Desiring to", "Have agreed as follows:", "DONE at Lindmark", "“", "”", '"', "(", ")", ",", ";", ":",
    ".", "\n", "\n\n", "\r\n", "\t", "\u00a0", "\u00ad", "- 3 -", "and", "or", "İ", "\x00", "日本", "(sd.)", "1/",
)  # fmt: skip
