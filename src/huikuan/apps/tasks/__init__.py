"""What is to be done, by whom, since when."""
