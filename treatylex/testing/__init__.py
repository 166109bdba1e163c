"""Testing: what helps to write tests against parsed treaties."""
