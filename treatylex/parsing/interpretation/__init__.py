"""Interpretation: what the phrases of clauses stand for: who acts, for whom a pronoun stands, how long a time is.

| module | tells |
|---|---|
| `periods` | times as data |
| `actors` | who a noun phrase is, in the same words in every treaty |
| `antecedents` | for whom a pronoun stands |
| `interpreting` | all of it, clause by clause |

Guarantees: no phrase changes its words or its place; what is not certain stays `None`.
"""
