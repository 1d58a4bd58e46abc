"""Sentences, keys and clicks -> typed actions."""

from spatialwm.language.newcomers import with_newcomers
from spatialwm.language.sentence import actions_from_text, paper_actions, read, understand

__all__ = ["actions_from_text", "paper_actions", "read", "understand", "with_newcomers"]
