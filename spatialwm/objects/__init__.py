"""From splats and meshes to separate objects with bodies."""
