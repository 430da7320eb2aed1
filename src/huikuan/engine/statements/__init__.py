"""The monthly statement cycle (P-0): drafted, checked, sent, confirmed, invoiced; it runs beside any ladder."""
