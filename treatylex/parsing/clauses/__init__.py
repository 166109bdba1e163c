"""Clauses: from the provisions of a draft to their clauses.

| module | what it does |
|---|---|
| `parts` | a norm before it is a clause |
| `assembling` | what becomes subject, bearer, modal, action and term |
| `asides` | what restricts a norm in brackets |
| `norms` | one sentence: its norms, what they share, and their clauses |
| `chapeaux` | what the items of a list are, and what they inherit |
| `runs` | the running text of provisions, their lists as a whole, and what is reported as unread |
| `accounting` | where every verb that binds has gone, so that none vanishes without a word |
"""
