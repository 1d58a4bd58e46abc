"""Parametric furniture: one builder per category, each ``Spec -> Model``."""
