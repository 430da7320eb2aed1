"""Where every fact came from: an import, or one act of a person."""
