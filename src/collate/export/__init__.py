"""What a reader takes away: the ledger, lists for reviewers, and descriptions of the whole, one module a format."""
