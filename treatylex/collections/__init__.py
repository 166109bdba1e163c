"""Collections: many treaties at once."""
