"""缺勤: who is away, and who acts in that name meanwhile."""
