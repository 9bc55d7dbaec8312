"""Holding printed strings against results without a book: `collate check PRINTED RESULTS`, `collate.toml`, and the pytest plugin."""
