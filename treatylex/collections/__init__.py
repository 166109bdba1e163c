"""Collections: many treaties at once.

Guarantee: a file that cannot be read does not end the walk.
"""
