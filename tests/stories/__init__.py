"""Stories: one readable scenario per business path."""
