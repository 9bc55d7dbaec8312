"""Whether the checks of a book would notice a wrong digit: every number is changed once, and the changes that pass are listed."""
