"""Collections: many treaties at once.

Guarantee: files are read one at a time, as they are asked for; one that cannot be read does not end the walk.
"""
