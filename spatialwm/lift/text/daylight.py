"""What the time of day and the weather do: sun, sky, lamps, haze."""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from spatialwm.lift.text.graph import Setting
from spatialwm.shapes import freeze_arrays

__all__ = ["Daylight", "daylight_of"]


@dataclass(frozen=True, eq=False, kw_only=True)
class Daylight:
    """Light from outside, in the unit of ``bake``: 1 on a surface makes white paper white."""

    sun: Float[np.ndarray, "3"]
    """Of the sun, or of the moon, on a surface that faces it; 0 when there is none."""
    to_sun: Float[np.ndarray, "3"]
    """Unit; out of doors in the world, in a room as seen in the first window's wall: x inwards, z back."""
    window: Float[np.ndarray, "3"]
    """Radiance of a window's sky."""
    zenith: Float[np.ndarray, "3"]
    """Colour of the sky overhead (linear)."""
    horizon: Float[np.ndarray, "3"]
    """And far away."""
    glow: Float[np.ndarray, "3"]
    """Added about the sun."""
    ambient: Float[np.ndarray, "3"]
    """Of the open sky on level ground."""
    indoors: float
    """What a room's later bounces bring, relative to a clear day."""
    lamps: float
    """Factor on lamps: eyes and cameras open up in the dark."""
    clouds: float
    """Part of the sky that is cloud."""
    stars: bool = False
    haze: float = 0.0
    """Part of the light that is lost per metre."""
    wet: bool = False
    snow: bool = False

    def __post_init__(self) -> None:
        freeze_arrays(self)

    @property
    def dark(self) -> bool:
        """Whether one would light a lamp."""
        return self.lamps > 1.2


_Rgb = tuple[float, float, float]

# Chosen by eye, about what cameras balanced for daylight record: the golden hour is near 3500 K, blue hour
# above 10,000 K (Lee and Hernandez-Andres, "Measuring and modeling twilight's purple light",
# Applied Optics 2003).
_SUN: dict[str, tuple[_Rgb, _Rgb]] = {
    "morning": ((2.05, 1.62, 1.12), (-0.84, 0.40, -0.26)),
    "day": ((2.00, 1.68, 1.26), (-0.80, 0.52, -0.20)),
    "evening": ((2.30, 1.22, 0.50), (-0.88, 0.30, -0.30)),
    "dusk": ((0.0, 0.0, 0.0), (-0.95, 0.12, -0.28)),
    "night": ((0.0, 0.0, 0.0), (-0.60, 0.70, -0.35)),
}
"""Colour and direction of the sun by time."""
_SKY: dict[str, tuple[_Rgb, _Rgb, _Rgb, _Rgb]] = {
    "morning": ((0.23, 0.38, 0.66), (0.92, 0.74, 0.56), (0.50, 0.28, 0.08), (0.70, 0.66, 0.64)),
    "day": ((0.12, 0.29, 0.68), (0.62, 0.75, 0.90), (0.30, 0.26, 0.18), (0.62, 0.72, 0.86)),
    "evening": ((0.15, 0.20, 0.42), (0.95, 0.48, 0.20), (0.75, 0.34, 0.06), (0.52, 0.44, 0.42)),
    "dusk": ((0.025, 0.045, 0.15), (0.58, 0.25, 0.20), (0.35, 0.10, 0.02), (0.31, 0.34, 0.50)),
    "night": ((0.003, 0.005, 0.018), (0.016, 0.025, 0.062), (0.05, 0.06, 0.09), (0.105, 0.130, 0.225)),
}
"""Zenith, horizon, glow and ambient (linear) by time."""
_WINDOW: dict[str, _Rgb] = {
    "morning": (3.1, 3.05, 3.1), "day": (3.3, 3.5, 3.75),
    "evening": (2.3, 1.75, 1.35), "dusk": (0.50, 0.70, 1.25),
    "night": (0.06, 0.09, 0.20),
}  # fmt: skip
_INDOORS = {"morning": 0.92, "day": 1.0, "evening": 0.66, "dusk": 0.36, "night": 0.27}
_LAMPS = {"morning": 0.9, "day": 0.9, "evening": 1.4, "dusk": 2.0, "night": 2.5}
_GREY: dict[str, tuple[float, float, float, float]] = {
    "clear": (0.0, 1.0, 0.28, 0.0), "cloudy": (0.85, 0.95, 0.8, 0.001), "rain": (0.95, 0.74, 0.9, 0.008),
    "snow": (0.9, 1.05, 0.9, 0.008), "fog": (1.0, 0.95, 0.0, 0.045),
}  # fmt: skip
"""How grey, how bright, how cloudy, and haze per metre by weather."""


def daylight_of(setting: Setting) -> Daylight:
    """The light of a time and a weather; dawn and dusk stay dim under clouds."""
    sun, toward = (np.array(v) for v in _SUN[setting.time])
    zenith, horizon, glow, ambient = (np.array(v) for v in _SKY[setting.time])
    grey, bright, clouds, haze = _GREY[setting.weather]
    if setting.kind == "outdoors":
        toward = np.array([-0.55, toward[1] * 1.25, 0.62])  # from the front left: what one looks at is lit
    if setting.time == "night" and setting.weather == "clear":
        sun = np.array([0.13, 0.17, 0.28]) * (setting.kind == "outdoors")  # the moon, brighter than true
    level = (1.35 if setting.time not in ("dusk", "night") else 0.75) * float(ambient.mean()) * bright
    overcast = level * (
        np.array([1.0, 1.03, 1.08]) if setting.time != "dusk" else np.array([0.8, 0.95, 1.35])
    )
    window = np.array(_WINDOW[setting.time])
    dull = bright * (0.35 * window + 0.65 * float(window.mean()))
    return Daylight(
        sun=sun * (1 - grey) ** 2,
        to_sun=toward / np.linalg.norm(toward),
        window=(1 - grey) * window + grey * 0.9 * dull,
        zenith=(1 - grey) * zenith + grey * 0.72 * overcast,
        horizon=(1 - grey) * horizon + grey * overcast,
        glow=glow * (1 - grey) ** 2,
        ambient=(1 - grey) * ambient + grey * 1.15 * bright * (0.4 * ambient + 0.6 * float(ambient.mean())),
        indoors=_INDOORS[setting.time] * (1 - 0.22 * grey),
        lamps=_LAMPS[setting.time] * (1 + 0.25 * (setting.weather in ("rain", "fog"))),
        clouds=clouds,
        stars=setting.time == "night" and setting.weather == "clear",
        haze=haze,
        wet=setting.weather == "rain",
        snow=setting.weather == "snow",
    )
