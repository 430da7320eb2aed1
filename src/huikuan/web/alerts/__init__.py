"""预警: the warning signs that stand, what they rest on, and when they may mean nothing."""
