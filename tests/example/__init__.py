"""Small registers on which the mechanisms are shown; only the tests know them."""
