"""The commands, one module each; `main` calls them, `terminal` prints what they find."""
