"""How fast the portal is, beside the bare limit and beside others, in turns in one run: only the ratios count."""
