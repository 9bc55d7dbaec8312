"""The book, for lists that pytest needs before any fixture exists."""

from pathlib import Path

from collate.project import Project

BOOK = Project(Path(__file__).resolve().parents[1])
