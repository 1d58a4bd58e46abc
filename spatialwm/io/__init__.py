"""Reading and writing: what we can read back."""

from spatialwm.io.registry import load, save

__all__ = ["load", "save"]
