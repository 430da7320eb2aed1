"""Joins the rooms: settings, and later addresses and reactions. Nothing is decided here."""
