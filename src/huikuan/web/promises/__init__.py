"""承诺: what customers promised, when it falls due, and what became of it."""
