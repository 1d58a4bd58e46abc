"""Sentences, keys and clicks -> typed actions."""

from spatialwm.language.sentence import actions_from_text, read, understand

__all__ = ["actions_from_text", "read", "understand"]
