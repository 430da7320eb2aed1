"""审批: what waits for a yes, what speaks for and against it, and the answer."""
