"""设置: what the house is set to, and the way to everything that is about the house and not about customers."""
