"""States on their way to the page, as binary frames of their own.

Little-endian, every part on a multiple of 4 bytes: magic u32, frame number u32, time [s] f64, object count
u32, control point count u32; the agent's feet [m], yaw, pitch [rad] and height of the eyes [m], 6 f32; then
per object its pose, 7 f32 (xyz, wxyz), and after all of these its look, 4 bytes: red, green, blue (sRGB) and
flags, 1 for hidden, 2 for painted; then per control point of all soft objects, one object after the other,
its place in the object's own frame [m], 3 f32.

What touches comes in frames of another kind: magic u32, number of the first frame i32, count of frames u32,
seconds of one f32, then per frame a count of places u32; then per place the two objects' indices (the agent
comes after the last), where [m], the unit normal from the first to the second, and what the first gave to the
second in that frame [N s], 11 f32.
"""

import struct

import numpy as np
from jaxtyping import Float

from spatialwm.dynamics import Touches
from spatialwm.errors import InputError
from spatialwm.geometry.rotations import quat_conjugate, quat_rotate
from spatialwm.scene import Scene, State, Vector

__all__ = [
    "HEAD_BYTES",
    "HIDDEN",
    "MAGIC",
    "MAX_NODES",
    "PAINTED",
    "TOUCHES",
    "check_size",
    "pack_state",
    "pack_touches",
]

MAGIC = 0x324D5753
"""``SWM2`` in little-endian bytes: the first word of every state frame."""
TOUCHES = 0x31545753
"""``SWT1``: the first word of what touches."""
HIDDEN, PAINTED = 1, 2
MAX_NODES = 16_384
"""Control points a page follows: 12 MB a second at 60 frames."""
_HEAD = struct.Struct("<IIdII6f")
HEAD_BYTES = _HEAD.size


def check_size(scene: Scene) -> None:
    """Refuse a scene whose states are too large to stream.

    Raises:
        InputError: More control points than ``MAX_NODES``.
    """
    count = sum(_node_counts(scene))
    if count > MAX_NODES:
        raise InputError(
            f"The soft objects of this scene have {count} control points; a live page takes {MAX_NODES}."
        )


def pack_state(frame: int, state: State, scene: Scene, paints: tuple[Vector | None, ...]) -> bytes:
    """The binary frame of a state of ``scene``, whose objects have been painted so."""
    nodes = _in_own_frames(state, scene)
    head = _HEAD.pack(
        MAGIC,
        frame,
        state.time,
        len(state.names),
        len(nodes),
        *state.agent_position.tolist(),
        state.agent_yaw,
        state.agent_pitch,
        state.agent_eye,
    )
    poses = np.concatenate([state.positions, state.quats], axis=1).astype("<f4")
    looks = np.zeros((len(state.names), 4), np.uint8)
    for k, paint in enumerate(paints):
        if paint is not None:
            looks[k] = (*(round(255 * part) for part in paint), PAINTED)
    if state.gone:
        looks[[name in state.gone for name in state.names], 3] |= HIDDEN
    return head + poses.tobytes() + looks.tobytes() + nodes.astype("<f4").tobytes()


def pack_touches(first: int, found: list[Touches], seconds: float) -> bytes:
    """The binary frame of what touched in frames from ``first`` on, of so many seconds each."""
    head = struct.pack("<IiIf", TOUCHES, first, len(found), seconds)
    counts = np.array([len(each.pairs) for each in found], "<u4")
    parts = [np.concatenate([e.pairs, e.points, e.normals, e.impulses], axis=1) for e in found]
    rows = np.concatenate([np.zeros((0, 11)), *parts]).astype("<f4")
    return head + counts.tobytes() + rows.tobytes()


def _node_counts(scene: Scene) -> list[int]:
    """Of every object that is soft, in order."""
    return [int(np.prod(np.array(o.body.cells) + 1)) for o in scene.objects if o.body.kind == "soft"]


def _in_own_frames(state: State, scene: Scene) -> Float[np.ndarray, "k 3"]:
    if not len(state.nodes):
        return state.nodes
    owners = [k for k, thing in enumerate(scene.objects) if thing.body.kind == "soft"]
    owner = np.repeat(owners, _node_counts(scene))
    inverse = quat_conjugate(state.quats[owner])
    return quat_rotate(inverse, state.nodes - state.positions[owner])
