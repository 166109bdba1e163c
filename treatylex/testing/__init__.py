"""Testing: what people who draft, negotiate and encode treaties need for tests, and what treatylex tests itself with.

Each module stands for itself and loads what it needs: `plugin` (pytest), `expectations`, `assertions`, `cases`,
`explaining`, `snapshots` (syrupy), `strategies` (hypothesis), `edits`, `suites`. Importing this package loads nothing.
"""
