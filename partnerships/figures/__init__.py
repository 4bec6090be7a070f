"""What the registers of this app count, a file for each noun."""

from partnerships.figures import network, programme
from partnerships.figures.agreement import decisions, letters, negotiating, signed, signed_in_period

__all__ = ["decisions", "letters", "negotiating", "network", "programme", "signed", "signed_in_period"]
