"""Classical tracking as a judge: what was seen goes on, behind screens too.

Rules over blobs, in pixels and seconds: a thing that goes behind a screen comes out on its other side when it
should, in its lane, colour and size; unless a wall is in its way. What has nothing below it falls.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from spatialwm.bench.plausibility_pictures import FPS, Blob, Seen

__all__ = ["surprise"]

_SCREEN, _WALL, _TABLE = 1, 2, 3
_STEP = 14.0
"""Pixels that a thing may move between two pictures."""
_LATE = 0.35
"""Seconds that a thing may be late, or early, behind a screen."""
_SIZE = 0.25
"""Of the area, as a logarithm."""
_REACH = 3.0
"""Pixels between a blob and the screen that takes it."""
_HANGS = 0.25
"""Seconds after which what has nothing below it has fallen visibly: 0.3 m."""


@dataclass(eq=False, kw_only=True)
class _LiveTrack:
    """One thing while it is seen; a live handle."""

    frames: list[int]
    blobs: list[Blob]

    @property
    def whole(self) -> list[tuple[int, Blob]]:
        """Where nothing hides part of it."""
        return [(f, b) for f, b in zip(self.frames, self.blobs, strict=True) if not b.cut]

    @property
    def last_speed(self) -> float:
        """Along the picture [px/picture], lately."""
        return self._speed(slice(-8, None))

    @property
    def first_speed(self) -> float:
        """Along the picture [px/picture], at first."""
        return self._speed(slice(8))

    def _speed(self, part: slice) -> float:
        known = (self.whole or list(zip(self.frames, self.blobs, strict=True)))[part]
        if len(known) < 2:
            return 0.0
        return float(np.polyfit([f for f, _ in known], [b.u for _, b in known], 1)[0])


def surprise(seen: list[Seen]) -> float:
    """How much of a film cannot be: 0 when all of it can, about 1 for each thing that cannot."""
    tracks = _tracks(seen)
    strains = [*_hanging(seen, tracks)]
    waiting: list[_LiveTrack] = []
    for track in tracks:
        first, begin = track.frames[0], track.blobs[0]
        if first > 0 and not begin.edge:
            strains.append(_came(seen, waiting, track))
        last = track.blobs[-1]
        if track.frames[-1] < len(seen) - 1 and not last.edge:
            waiting.append(track)
    strains += [_lost(seen, track) for track in waiting]
    return float(sum(min(s, 3.0) ** 2 for s in strains) ** 0.5)


def _tracks(seen: list[Seen]) -> list[_LiveTrack]:
    """Blobs that follow each other without a gap, by place."""
    done: list[_LiveTrack] = []
    live: list[_LiveTrack] = []
    for frame, picture in enumerate(seen):
        free = list(picture.blobs)
        for track in list(live):
            near = [b for b in free if abs(b.u - track.blobs[-1].u) + abs(b.v - track.blobs[-1].v) < 2 * _STEP
                    and b.hue == track.blobs[-1].hue]  # fmt: skip
            if near and frame - track.frames[-1] <= 2:
                best = min(near, key=lambda b, t=track: abs(b.u - t.blobs[-1].u))
                track.frames.append(frame)
                track.blobs.append(best)
                free.remove(best)
            elif frame - track.frames[-1] > 2:
                live.remove(track)
        for blob in free:
            track = _LiveTrack(frames=[frame], blobs=[blob])
            live.append(track)
            done.append(track)
    return [track for track in done if len(track.frames) > 1]


def _came(seen: list[Seen], waiting: list[_LiveTrack], track: _LiveTrack) -> float:
    """Strain of a thing that comes into view: of the best of those that might be it."""
    known = [(_same(seen, old, track), k) for k, old in enumerate(waiting)]
    if not known:
        return 1.5
    best, k = min(known)
    if best > 3:
        return 1.5
    waiting.pop(k)
    return best


def _same(seen: list[Seen], old: _LiveTrack, new: _LiveTrack) -> float:
    """Strain of taking two for one: colour, size, lane, time, and what it would have had to pass."""
    end, begin = old.blobs[-1], new.blobs[0]
    frame, later = old.frames[-1], new.frames[0]
    strains = [1.5 if end.hue != begin.hue else 0.0]
    before, after = old.whole[-6:], new.whole[:6]
    if before and after:
        sizes = [float(np.median([b.area for _, b in part])) for part in (before, after)]
        strains.append(abs(float(np.log(sizes[1] / sizes[0]))) / _SIZE)
        bottoms = [float(np.median([b.bottom for _, b in part])) for part in (before, after)]
        radius = (sizes[0] / np.pi) ** 0.5
        supported = _below(seen[later], after[0][1].u, bottoms[0])
        if supported:
            strains.append(abs(bottoms[1] - bottoms[0]) / max(0.7 * radius, 2.0))
        way = after[0][1].u - before[-1][1].u
        pace = (old.last_speed + new.first_speed) / 2
        due = way / pace if abs(pace) > 0.2 else np.inf
        took = after[0][0] - before[-1][0]
        strains.append(min(abs(took - due) / FPS / _LATE, 2.0) if np.isfinite(due) else 2.0)
    left, right = sorted((end.u, begin.u))
    strains += [_passed(seen, left, right, frame, later, end.v)]
    return max(strains)


def _passed(seen: list[Seen], left: float, right: float, frame: int, later: int, row: float) -> float:
    """Strain of the way between: open ground where it was not seen, or a wall."""
    columns = np.arange(left + _REACH, right - _REACH)
    picture = seen[(frame + later) // 2]
    open_ground = [not _hidden_at(picture, float(u), row) for u in columns]
    return max(1.5 * (sum(open_ground) > 5), 1.5 * (_wall_between(seen[frame], left, right)))


def _hidden_at(picture: Seen, u: float, row: float) -> bool:
    return any(picture.at(u, row + dv, label) for dv in (-2, 0, 2) for label in (_SCREEN, _WALL))


def _wall_between(picture: Seen, left: float, right: float) -> bool:
    """Whether a wall looks out over the screen between two columns."""
    rows = np.arange(0.0, picture.labels.shape[0]).tolist()
    columns = np.arange(left, right).tolist()
    return any(sum(picture.at(u, v, _WALL) for v in rows) >= 4 for u in columns)


def _below(picture: Seen, u: float, bottom: float) -> bool:
    """Whether a table or the floor is right below."""
    if bottom > picture.horizon + 1.5:
        return True
    return sum(picture.at(u + du, bottom + dv, _TABLE) for du in (-1, 0, 1) for dv in (1, 2, 3)) >= 3


def _lost(seen: list[Seen], track: _LiveTrack) -> float:
    """Strain of a thing that went and was not seen again."""
    last, frame = track.blobs[-1], track.frames[-1]
    ahead = _screen_ahead(seen[frame], last, track.last_speed)
    if ahead is None:
        return 1.5
    if _wall_between(seen[frame], *sorted((last.u, ahead))):
        return 0.0
    reach = max(last.high - last.low, 6.0)
    due = (abs(ahead - last.u) + reach) / abs(track.last_speed) if abs(track.last_speed) > 0.2 else np.inf
    late = (len(seen) - 1 - frame - due) / FPS / _LATE
    return 1.5 if late > 1 else 0.0


def _screen_ahead(picture: Seen, blob: Blob, speed: float) -> float | None:
    """Far side of the screen that a thing goes behind; None when there is none."""
    way = 1.0 if speed >= 0 else -1.0
    u = blob.high if way > 0 else blob.low
    near = [u + way * k for k in np.arange(-4, 2 * _STEP)]
    begins = [c for c in near if _hidden_at(picture, float(c), blob.v)]
    if not begins:
        return None
    u = float(begins[0])
    while _hidden_at(picture, u, blob.v) or _hidden_at(picture, u + 2 * way, blob.v):
        u += way
    return u


def _hanging(seen: list[Seen], tracks: list[_LiveTrack]) -> Iterator[float]:
    """Strain of what stays up with nothing below, or sinks through what is."""
    for track in tracks:
        runs: list[tuple[int, Blob]] = []
        for frame, blob in track.whole:
            if _below(seen[frame], blob.u, blob.bottom):
                runs = []
                continue
            runs.append((frame, blob))
            lasted = (runs[-1][0] - runs[0][0]) / FPS
            fallen = runs[-1][1].bottom - runs[0][1].bottom
            radius = (blob.area / np.pi) ** 0.5
            if lasted >= _HANGS and fallen < 0.5 * radius:
                yield 1.5
                break
