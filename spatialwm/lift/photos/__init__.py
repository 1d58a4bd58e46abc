"""From photos, or a video, to a scene."""
