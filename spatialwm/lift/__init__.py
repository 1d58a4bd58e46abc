"""From something flat to a scene."""
