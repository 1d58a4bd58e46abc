"""The room or the place outdoors: its name, size, openings, colours, mood, time and weather."""

import re
from typing import Literal

from spatialwm.lift.text.graph import OpeningWish, Setting
from spatialwm.lift.text.language import closed
from spatialwm.lift.text.language.describing import COLORS, MOODS, STYLES, color_of
from spatialwm.lift.text.language.listed import listed
from spatialwm.lift.text.language.nounphrases import Noun
from spatialwm.lift.text.language.rooms import OUTDOORS

__all__ = ["Surroundings", "time_in", "weather_in"]

Time = Literal["morning", "day", "evening", "dusk", "night"]
Weather = Literal["clear", "cloudy", "rain", "snow", "fog"]
Wall = Literal["back", "left", "right", "front"]

_TIMES: dict[str, Time] = {
    "morning": "morning", "dawn": "morning", "sunrise": "morning", "breakfast-time": "morning",
    "noon": "day", "day": "day", "midday": "day", "daytime": "day", "afternoon": "day", "daylight": "day",
    "evening": "evening", "dusk": "dusk", "sunset": "dusk", "twilight": "dusk", "night": "night",
    "midnight": "night", "nighttime": "night", "moonlit": "night", "nocturnal": "night", "starry": "night",
}  # fmt: skip
_WEATHER: dict[str, Weather] = {
    "sunny": "clear", "clear": "clear", "cloudless": "clear", "cloudy": "cloudy", "overcast": "cloudy",
    "rain": "rain", "rainy": "rain", "raining": "rain", "drizzle": "rain", "stormy": "rain", "wet": "rain",
    "snow": "snow", "snowy": "snow", "snowing": "snow", "wintery": "snow", "wintry": "snow", "fog": "fog",
    "foggy": "fog", "misty": "fog", "mist": "fog", "hazy": "fog",
}  # fmt: skip
_FLOORS = {
    "wooden": "wood", "wood": "wood", "hardwood": "wood", "parquet": "wood", "oak": "wood",
    "laminate": "wood",
    "tiled": "tile", "tile": "tile", "marble": "stone", "stone": "stone", "concrete": "concrete",
    "carpeted": "carpet", "carpet": "carpet", "cobbled": "cobble", "cobblestone": "cobble", "grassy": "grass",
    "grass": "grass", "sandy": "sand", "dirt": "soil", "checkered": "tile", "linoleum": "tile",
}  # fmt: skip
_GROUNDS = {
    "garden": "grass", "park": "grass", "field": "grass", "meadow": "grass", "lawn": "grass",
    "backyard": "grass",
    "yard": "grass", "beach": "sand", "desert": "sand", "shore": "sand", "forest": "soil", "woods": "soil",
    "square": "cobble", "plaza": "cobble", "market": "cobble", "courtyard": "cobble", "harbour": "cobble",
    "harbor": "cobble", "street": "asphalt", "road": "asphalt", "alley": "cobble", "quay": "cobble",
    "pier": "wood", "dock": "wood", "terrace": "stone", "patio": "stone", "balcony": "tile",
    "rooftop": "concrete",
    "farm": "soil", "playground": "sand", "campsite": "grass", "lot": "asphalt", "orchard": "grass",
}  # fmt: skip
_UNITS = {"m": 1.0, "metre": 1.0, "metres": 1.0, "meter": 1.0, "meters": 1.0, "ft": 0.3048, "feet": 0.3048,
          "foot": 0.3048, "cm": 0.01}  # fmt: skip
_SIZE = re.compile(
    r"(\d+(?:\.\d+)?) by (\d+(?:\.\d+)?)(?: by (\d+(?:\.\d+)?))? ?(m|metres?|meters?|ft|feet|foot|cm)?\b"
)
_NUMBER_WORDS = re.compile(r"\b(" + "|".join(w for w in closed.NUMBERS if w.isalpha()) + r")\b")
_HIGH = re.compile(
    r"(\d+(?:\.\d+)?) (m|metres?|meters?|ft|feet) (?:high|tall)|ceiling of (\d+(?:\.\d+)?) (m|metres?)"
)
_ROAD = re.compile(
    r"\b(street|road|sidewalk)\b(?! (?:lamp|light|sign|signal|post|cone|barrier|bike|food|art))"
)
"""Elsewhere a street is what something stands on."""
_SMALLEST, _LARGEST = 1.5, 40.0
"""Sides of rooms that can be meant [m]."""


class Surroundings:
    """Collects what a text says about the place."""

    def __init__(self) -> None:
        self.named = ""
        self.words: list[str] = []
        self.openings: list[OpeningWish] = []
        self.mentioned: set[str] = set()
        self.absent: list[str] = []
        self.wall: tuple[float, float, float] | None = None
        self.floor: str | None = None

    def name(self, noun: Noun) -> None:
        """It is a bedroom, a harbour square."""
        self.named = noun.noun
        self.describe(noun.describers)
        kinds = [w for w in noun.describers if w not in MOODS and w not in STYLES and w not in COLORS]
        kinds = [w for w in kinds if w not in _UNITS and not w[0].isdigit() and w not in closed.NUMBERS]
        kinds = [
            w for w in kinds if w not in _WEATHER and w not in _TIMES and w not in _SIZES and "-" not in w
        ]
        self.full = " ".join((*kinds[-2:], noun.noun))

    full = "room"

    def describe(self, words: tuple[str, ...]) -> None:
        """cosy, rainy, in the evening."""
        self.words.extend(words)

    def describe_part(self, noun: Noun) -> None:
        """White walls, a wooden floor."""
        if noun.noun == "wall" and (color := color_of(noun.describers)):
            self.wall = color
        if noun.noun in ("floor", "ground"):
            for word in noun.describers:
                self.floor = _FLOORS.get(word, self.floor)

    def opening(self, noun: Noun, wall: str) -> None:
        """Doors and windows that were asked for."""
        kind = "door" if noun.noun == "door" else "window"
        walls: dict[str, Wall] = {"back": "back", "left": "left", "right": "right", "front": "front"}
        large = any(
            w in ("large", "big", "huge", "wide", "floor-to-ceiling", "panoramic") for w in noun.describers
        )
        count = min(max(noun.number or (2 if noun.plural else 1), 1), 8)
        if noun.det == "no":
            self.absent.append(kind)
            return
        self.openings.append(OpeningWish(kind=kind, count=count, wall=walls.get(wall), large=large))

    def mention(self, part: str) -> None:
        """There is at least one, since something is beside it."""
        self.mentioned.add(part)

    def setting(self, sentences: list[list[str]]) -> Setting:
        """What was said and what it means."""
        text = " ".join(" ".join(words) for words in sentences)[:20_000]
        words = [*self.words, *text.split()]
        if not self.named and (road := _ROAD.search(text)):
            self.named = self.full = road[1]
        outdoors = self.named in OUTDOORS or (not self.named and "outdoors" in words)
        width, depth, height = _size(text)
        times: list[Time] = [_TIMES[w] for w in words if w in _TIMES]
        weathers: list[Weather] = [_WEATHER[w] for w in words if w in _WEATHER and (w != "clear" or outdoors)]
        style = next((w for w in self.words if w in STYLES), None) or _themed(self.words)
        mood = next((w for w in self.words if w in MOODS), None)
        return Setting(
            kind="outdoors" if outdoors else "room",
            name=self.full if self.named else "room",
            width=width,
            depth=depth,
            height=height,
            shape="l" if "l-shaped" in self.words else "rectangle",
            openings=self._openings(),
            wall=self.wall,
            floor=self.floor or _GROUNDS.get(self.named),
            style=style,
            mood=mood,
            time=times[0] if times else "day",
            weather=weathers[0] if weathers else "clear",
        )

    def _openings(self) -> tuple[OpeningWish, ...]:
        asked = {o.kind for o in self.openings}
        kinds: tuple[Literal["door", "window"], ...] = ("door", "window")
        also = (OpeningWish(kind=k) for k in kinds if k in self.mentioned and k not in asked)
        return (*self.openings, *also)


def time_in(words: list[str]) -> Time | None:
    """The time of day that is named, or None."""
    return next((_TIMES[w] for w in words if w in _TIMES), None)


def weather_in(words: list[str]) -> Weather | None:
    """The weather that is named, or None."""
    return next((_WEATHER[w] for w in words if w in _WEATHER), None)


_SIZES = frozenset(listed("small large big spacious tiny huge grand open wide narrow long empty room"))


def _themed(words: list[str]) -> str | None:
    for word in words:
        for end in ("-themed", "-inspired", "-styled", "-style"):
            if word.endswith(end):
                return word.removesuffix(end)
    return None


def _size(text: str) -> tuple[float | None, float | None, float | None]:
    """Width, depth and height [m]."""
    plain = _NUMBER_WORDS.sub(lambda m: str(closed.NUMBERS[m[1]]), text)
    height = None
    if (high := _HIGH.search(plain)) and "ceiling" in text:
        height = float(high[1] or high[3]) * _UNITS[high[2] or high[4]]
    found = _SIZE.search(plain)
    if not found:
        return None, None, _within(height)
    unit = _UNITS[found[4] or "m"]
    third = float(found[3]) * unit if found[3] else height
    return _within(float(found[1]) * unit), _within(float(found[2]) * unit), _within(third)


def _within(value: float | None) -> float | None:
    return None if value is None or not _SMALLEST <= value <= _LARGEST else round(value, 3)
