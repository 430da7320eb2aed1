"""人员: who works here, in which team, with which roles; and the table of who may do what."""
