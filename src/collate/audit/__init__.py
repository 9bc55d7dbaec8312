"""Proof that the book reproduces: the same tree built twice under different conditions, and everything compared."""
