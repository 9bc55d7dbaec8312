"""Candidates from a published page: tables and numbers in sentences, as strings exactly as printed, with their places.

One module reads one format into paragraphs and grids (`document`, `grid`); `sentences` finds the numbers; `extraction` brings both
together. What is read was written by others: nothing in it is run, and nothing outside the given file is opened but what a LaTeX file
takes in from its own folder.
"""
