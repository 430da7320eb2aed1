"""The written ladder (D-701): a policy document, the case's place on it, and the steps that are due."""
