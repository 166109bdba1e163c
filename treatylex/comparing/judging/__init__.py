"""Judging: in what two nodes that answer to each other differ, and what that weighs."""
