"""Reporting: renders what was computed elsewhere; computes nothing."""
