"""SPEAKS to people, by screen: each folder is a screen, its view, what its page says, and nothing of the rules."""
