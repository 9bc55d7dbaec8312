"""The computations of this report, one module a chapter: pure functions from observations to tables.

Every function takes frames as `collate.data.source` loads them and returns a frame whose rows and columns are label keys and
whose cells are `Quantity` or `Phrase`.
"""
