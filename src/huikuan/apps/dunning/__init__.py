"""The day: what a run decided for every case, and what it left alone until when."""
