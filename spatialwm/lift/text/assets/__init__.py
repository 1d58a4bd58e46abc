"""Model libraries that the user has: what is in them, and their models as things of a scene.

No library comes with this package, and none is fetched.
"""
