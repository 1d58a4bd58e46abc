"""nerfstudio's plug-in: a data parser, a method that trains on a CPU, and an exporter.

Only nerfstudio imports ``data`` and ``method``, through its entry points; ``export`` needs none of it.
"""
