"""One-way doors to other programs."""
