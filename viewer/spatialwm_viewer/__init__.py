"""A page that shows a scene, plays its rollout and lets one act in it."""
