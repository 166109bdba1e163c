"""Telling: what differs, put in the order in which a reader takes it in; both texts side by side, word by word."""
