"""Reading and writing: what we can read back."""
