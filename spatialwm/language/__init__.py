"""Sentences to actions."""

from spatialwm.language.sentence import actions_from_text

__all__ = ["actions_from_text"]
