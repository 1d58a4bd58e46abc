"""Scenes you can act in.

Data flows one way::

    words, photos, splats -> lift -> Scene -> objects -> dynamics -> Rollout -> viewer, exporters
"""

__version__ = "0.1.0"
