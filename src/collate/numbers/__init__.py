"""Printed and regenerated numbers: what they stand for, how they are computed, and the one comparison between them."""
