"""Acts that touch several apps, each in one transaction under one act id."""
