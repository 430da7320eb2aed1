"""Statements of account and their way back to us."""
