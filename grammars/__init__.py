"""The grammars of treatylex: Lark files that a lawyer can read. Data only."""
