"""Versions of the written policies, who follows which, and who said otherwise."""
