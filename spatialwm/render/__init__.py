"""Scene and camera to picture."""
