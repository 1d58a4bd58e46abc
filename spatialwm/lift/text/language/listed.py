"""Word lists are written as text, which stays readable at any length."""

__all__ = ["listed"]


def listed(text: str) -> tuple[str, ...]:
    """The words of a text, in order."""
    return tuple(text.split())
