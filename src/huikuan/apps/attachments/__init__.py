"""Files, stored under the SHA-256 of their content."""
