"""What people type under data/: read, with file and line in every message, and checked."""
