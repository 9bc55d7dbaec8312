"""Running notebooks through papermill, and what a notebook itself uses."""
