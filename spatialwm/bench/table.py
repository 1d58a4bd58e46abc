"""What a benchmark prints: rows of figures, some with a bar to pass."""

from dataclasses import dataclass

__all__ = ["Curve", "Row", "Table"]


@dataclass(frozen=True, kw_only=True)
class Row:
    """One figure."""

    name: str
    value: float
    unit: str = ""
    at_most: float | None = None
    """Bar that the value must not exceed."""
    at_least: float | None = None
    """Bar that the value must reach."""
    note: str = ""

    @property
    def passed(self) -> bool:
        """Whether every bar is held; a figure without a bar always passes."""
        above = self.at_most is not None and not self.value <= self.at_most
        below = self.at_least is not None and not self.value >= self.at_least
        return not (above or below)

    @property
    def text(self) -> str:
        """The value with its unit."""
        return f"{self.value:,.4g} {self.unit}".strip()

    @property
    def bar_text(self) -> str:
        """The bar, as a person writes it."""
        parts = [f"<= {self.at_most:g}"] if self.at_most is not None else []
        parts += [f">= {self.at_least:g}"] if self.at_least is not None else []
        return " and ".join(parts)

    @property
    def verdict(self) -> str:
        """``ok``, ``MISSED`` or the note of a figure without a bar."""
        if not self.bar_text:
            return self.note
        return f"{'ok' if self.passed else 'MISSED'} {self.note}".strip()


@dataclass(frozen=True, kw_only=True)
class Curve:
    """How one figure goes with another, for a picture."""

    across: str
    """What is drawn to the right, with its unit."""
    upward: str
    """What is drawn upward, with its unit."""
    points: tuple[tuple[float, float], ...]
    """From left to right."""
    bars: tuple[tuple[float, float], ...] = ()
    """Up to where, and how high the curve must have come by then."""


@dataclass(frozen=True, kw_only=True)
class Table:
    """All figures of one benchmark."""

    title: str
    rows: tuple[Row, ...]
    lines: tuple[str, ...] = ()
    """What else there is to see, below the figures."""
    curve: Curve | None = None

    @property
    def passed(self) -> bool:
        """Whether every row holds its bars."""
        return all(row.passed for row in self.rows)
