"""Our own people, their roles and deputies, the legal entities they work for, and who may do what."""
