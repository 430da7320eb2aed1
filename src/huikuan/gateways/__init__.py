"""Reaches out: files in and out, policies, words, the clock. No models, no decisions."""
