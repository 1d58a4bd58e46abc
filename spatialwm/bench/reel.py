"""A benchmark's worst cases: scenes that open anywhere, and one page that plays them."""

import html
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from spatialwm.bench.ladder_levels import Color, Run
from spatialwm.dynamics.simulate import with_rollout
from spatialwm.io import save
from spatialwm.io.files import write_atomically
from spatialwm.language.places import local_extent
from spatialwm.scene import Scene, SceneObject, Sphere, State

__all__ = ["Clip", "with_colors", "write_reel"]

_EVERY = 2
"""Frames of the page: 30 per second."""
_UNPAINTED = 0.6, 0.6, 0.6
_MOST = 900
"""Frames of one clip on the page."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Clip:
    """One run with a line about it."""

    title: str
    scene: Scene
    """At the start."""
    run: Run
    predictor: str = "engine"
    """What computed it."""
    colors: tuple[dict[str, Color], ...] = ()
    """Per state, of what has not the colour the scene says."""


def write_reel(clips: list[Clip], folder: Path, *, title: str) -> tuple[Path, ...]:
    """Write ``case-01.glb`` ... and ``reel.html``, which shows colliders as wire frames; returns the paths.

    Raises:
        InputError: The folder cannot be written.
    """
    written: list[Path] = []
    for k, clip in enumerate(clips, 1):
        path = folder / f"case-{k:02d}.glb"
        folder.mkdir(parents=True, exist_ok=True)
        done = with_rollout(clip.scene, list(clip.run.states), clip.run.actions, 0, clip.predictor)
        save(with_colors(done, clip.colors), path)
        written.append(path)
    data = json.dumps([_shown(clip) for clip in clips], separators=(",", ":"))
    page = _PAGE.replace("$TITLE", html.escape(title)).replace("$DATA", data.replace("</", "<\\/"))
    written.append(write_atomically(folder / "reel.html", page.encode()))
    return tuple(written)


def with_colors(scene: Scene, colors: Sequence[dict[str, Color]]) -> Scene:
    """A scene whose rollout shows things in other colours, per state; as it is when there are none."""
    if not any(colors):
        return scene
    assert scene.rollout is not None
    usual = {thing.name: thing.paint or _UNPAINTED for thing in scene.objects}
    shown = [[one.get(name, color) for name, color in usual.items()] for one in colors]
    return replace(scene, rollout=replace(scene.rollout, colors=np.array(shown, np.float32)))


def _shown(clip: Clip) -> dict[str, Any]:
    states = clip.run.states[::_EVERY][:_MOST]
    camera = clip.scene.cameras[0]
    return {
        "title": clip.title,
        "camera": np.round(np.linalg.inv(camera.world_from_camera.astype(float)), 5).ravel().tolist(),
        "things": [
            _thing(thing, states, k, clip.colors[::_EVERY][:_MOST])
            for k, thing in enumerate(clip.scene.objects)
            if not thing.hidden
        ],
        "frames": len(states),
    }


def _thing(
    thing: SceneObject, states: tuple[State, ...], k: int, colors: tuple[dict[str, Color], ...]
) -> dict[str, Any]:
    box = local_extent(thing)
    poses = np.array([[*s.positions[k], *s.quats[k]] for s in states])
    moves = bool(np.any(poses != poses[0]))
    usual = thing.paint or _UNPAINTED
    shown = [_html_color(one.get(thing.name, usual)) for one in colors]
    return {
        "name": thing.name,
        "round": all(isinstance(c, Sphere) for c in thing.body.colliders),
        "centre": np.round(box.centre, 4).tolist(),
        "half": np.round(box.size / 2, 4).tolist(),
        "color": _html_color(usual),
        "colors": shown if len(set(shown)) > 1 else shown[:1],
        "gone": [j for j, s in enumerate(states) if thing.name in s.gone],
        "poses": np.round(poses if moves else poses[:1], 4).tolist(),
    }


def _html_color(color: tuple[float, ...]) -> str:
    return "#" + "".join(f"{round(255 * float(c)):02x}" for c in color)


_PAGE = """<!doctype html><meta charset="utf-8"><title>$TITLE</title>
<style>body{font:15px system-ui,sans-serif;margin:2rem;color:#22262e}figure{display:inline-block;margin:.5rem}
canvas{border:1px solid #e4e7ec;background:#f7f8fa}figcaption{max-width:400px}</style>
<h1>$TITLE</h1><p>Colliders as the engine has them. Click a picture to stop it, and again to go on.</p>
<main></main><script>
const clips=$DATA,W=400,H=300,F=340;
const turn=(q,v)=>{const[w,x,y,z]=q,[a,b,c]=v,tx=2*(y*c-z*b),ty=2*(z*a-x*c),tz=2*(x*b-y*a);
return[a+w*tx+y*tz-z*ty,b+w*ty+z*tx-x*tz,c+w*tz+x*ty-y*tx]};
const edges=[[0,1],[1,3],[3,2],[2,0],[4,5],[5,7],[7,6],[6,4],[0,4],[1,5],[2,6],[3,7]];
for(const clip of clips){const make=t=>document.createElement(t),figure=make('figure'),canvas=make('canvas');
canvas.width=W;canvas.height=H;const caption=make('figcaption');
caption.textContent=clip.title;
figure.append(canvas,caption);document.querySelector('main').append(figure);
const pen=canvas.getContext('2d'),m=clip.camera;let stopped=false,at=0;
canvas.onclick=()=>{stopped=!stopped};
const see=p=>{const z=m[8]*p[0]+m[9]*p[1]+m[10]*p[2]+m[11];if(z<.05)return null;
return[W/2+F*(m[0]*p[0]+m[1]*p[1]+m[2]*p[2]+m[3])/z,H/2+F*(m[4]*p[0]+m[5]*p[1]+m[6]*p[2]+m[7])/z,z]};
const draw=()=>{pen.clearRect(0,0,W,H);for(const t of clip.things){
if(t.gone.includes(at))continue;
const pose=t.poses[Math.min(at,t.poses.length-1)],q=pose.slice(3),o=turn(q,t.centre).map((v,k)=>v+pose[k]);
pen.strokeStyle=t.colors[Math.min(at,t.colors.length-1)]||t.color;pen.lineWidth=t.poses.length>1?2:1;
if(t.round){const c=see(o);if(!c)continue;pen.beginPath();
pen.arc(c[0],c[1],F*t.half[0]/c[2],0,7);pen.stroke();continue}
const c=[];for(let k=0;k<8;k++){const v=turn(q,[k&4?t.half[0]:-t.half[0],k&2?t.half[1]:-t.half[1],
k&1?t.half[2]:-t.half[2]]);c.push(see(v.map((x,i)=>x+o[i])))}
for(const[a,b]of edges)if(c[a]&&c[b]){pen.beginPath();pen.moveTo(c[a][0],c[a][1]);
pen.lineTo(c[b][0],c[b][1]);pen.stroke()}}
if(!stopped)at=(at+1)%(clip.frames+30)};
setInterval(draw,33)}
</script>
"""
