"""One function per job: the same business date or key twice does the work once."""
