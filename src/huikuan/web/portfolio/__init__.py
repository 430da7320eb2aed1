"""全景: the whole portfolio by age, ladder and people; every sum opens into its rows."""
