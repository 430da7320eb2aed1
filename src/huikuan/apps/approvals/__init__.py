"""What waits for somebody's yes or no."""
