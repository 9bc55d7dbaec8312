"""The reviewer's desk: what the terminal answers about any number of a book."""
