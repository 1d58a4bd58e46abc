"""What happens next: (scene, actions, seed) -> rollout."""
