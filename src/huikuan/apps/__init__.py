"""The rooms that remember: one Django app per noun of the credit department, each standing only on those below it.

Inside an app, ``services`` change, ``selectors`` answer, ``models`` hold what is true. Other apps use the first two.
"""
