"""KPIs that a folder's history allows: one file per family, one literal table of all (D-1102).

Every formula is a pure function over numbers; ``history`` makes the numbers from the ledger, ``report`` joins both.
"""
