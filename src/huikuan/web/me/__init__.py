"""我: a person's own account."""
