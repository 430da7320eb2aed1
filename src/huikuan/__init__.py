"""Huikuan 回款: runs a company's written collection manual.

Rooms: the engine thinks, the gateways reach out, the faces (cli) speak. See docs/tour.md.
"""

__version__ = "0.1.0"
