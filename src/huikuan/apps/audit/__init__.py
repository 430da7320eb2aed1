"""Who did what, and when, in a chain that shows tampering (D-1403)."""
