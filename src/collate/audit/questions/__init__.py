"""Arithmetic of print: what the printed numbers alone make one ask. Questions, never errors."""
