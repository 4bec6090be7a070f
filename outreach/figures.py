"""What the register of newsletters counts (R2 ¶14: a newsletter every month)."""
