"""Scene English to what is asked for."""

from spatialwm.lift.text.language.read import read_graph

__all__ = ["read_graph"]
