"""What the records say about a customer: intent, type, cause, and what follows for tone and way (D-502 to D-504).

Read it as: ``evidence`` counts what happened, ``rules`` says what each count means, ``verdict`` adds up and draws the
consequences. The one thing to know: a judgement never moves step, rung or amounts. It changes the wording, the order
of the channels and the advice of a row, and may put a proposal in front of a person earlier; a person decides.
"""

from huikuan.engine.judgement.verdict import judged

__all__ = ["judged"]
