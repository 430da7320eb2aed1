"""Customers, their contact persons and groups, each with every state it ever had."""
