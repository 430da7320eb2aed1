"""What a change of policy would do to the next weeks (D-707): the plan of every day, under two policies, side by side.

The ladder is not imitated: every simulated day is a ``plan_day`` on what would then be known. Only two things are
modelled, and both are said in the outcome: when customers pay (``habits``, ``paying``) and what becomes of the day's
work (``acting``). docs/engine/simulate.md has the model by hand.
"""
