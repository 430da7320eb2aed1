"""Work that was promised in a transaction and is done after it, once: the jobs table."""
