"""Data of treatylex: specimen treaties and the catalogue of instruments that treaties cite."""
