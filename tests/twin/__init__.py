"""The scalar twin: a second, independent reading of the contract in plain Python, to hold the engine against."""
