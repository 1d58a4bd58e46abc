"""Sentences to actions."""
