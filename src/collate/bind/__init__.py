"""Assembling and binding the book, and checking its chapters."""
