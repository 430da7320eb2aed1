"""Warning signs (D-307): each a rule with its evidence, its thresholds and a note on when it rings for nothing.

One function a sign, one literal table of all (``registry``); the facts they read are gathered once (``facts``). A sign
never moves the ladder by itself: it is reported, and where a policy says so it shortens the rhythm.
"""
