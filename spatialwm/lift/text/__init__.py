"""Words to a scene."""
