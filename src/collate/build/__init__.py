"""The build as tasks: what depends on what, and the driver that brings it up to date."""
