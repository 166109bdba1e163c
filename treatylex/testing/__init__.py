"""Testing: case files, for the project's own tests and for those who extend its grammars."""
