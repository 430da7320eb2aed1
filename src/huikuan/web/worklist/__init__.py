"""催收清单: whom to chase today, in which order, and why."""
