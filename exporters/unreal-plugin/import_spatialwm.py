"""Builds this folder's scene in the open level of the Unreal editor.

Needs Unreal 5.4 or newer and its plugin "Python Editor Script". Run it from the editor's console (Cmd):

    py "C:/path/to/this/folder/import_spatialwm.py"          the recorded motion, as a Level Sequence
    py "C:/path/to/this/folder/import_spatialwm.py" live     Unreal's own physics instead

Running it again replaces what it made. ``physics.json`` is in glTF's frame (right-handed, +Y up, metres,
wxyz); the functions above ``main`` turn it into Unreal's (left-handed, +Z up, centimetres) and need no Unreal
to run.
"""

import json
import math
import sys
from pathlib import Path
from types import ModuleType

Json = dict
Key = tuple[int, float, list[float]]

FORMAT, VERSION = "spatialwm-engine-bundle", 1
FRAME_RATE = 60
SPLAT_YAW = -90.0
"""NanoGS puts a PLY's (x, y, z) at (z, x, -y) * 100, which for our PLY is a quarter turn off the glTF meshes
[deg]."""


def point_in_unreal(point: list[float]) -> list[float]:
    """A position: metres in glTF's axes to centimetres in Unreal's, as Interchange maps meshes."""
    x, y, z = point
    return [100.0 * x, 100.0 * z, 100.0 * y]


def quat_in_unreal(quat: list[float]) -> list[float]:
    """A rotation: wxyz in glTF's axes to xyzw in Unreal's, whose sense of turning is the other one."""
    w, x, y, z = quat
    return [-x, -z, -y, w]


def rotator_of(quat: list[float]) -> list[float]:
    """Roll, pitch and yaw [deg] of a unit quaternion (xyzw), as Unreal's FQuat::Rotator has them."""
    x, y, z, w = quat
    tilt = z * x - w * y
    yaw = math.degrees(math.atan2(2 * (w * z + x * y), 1 - 2 * (y * y + z * z)))
    if abs(tilt) > 0.4999995:  # straight up or down, where roll and yaw are the same turn
        pitch = math.copysign(90.0, tilt)
        roll = math.copysign(1.0, tilt) * yaw - 2 * math.degrees(math.atan2(x, w))
        return [_within_half_turn(roll), pitch, yaw]
    roll = math.degrees(math.atan2(-2 * (w * x + y * z), 1 - 2 * (x * x + y * y)))
    return [roll, math.degrees(math.asin(max(-1.0, min(1.0, 2 * tilt)))), yaw]


def _within_half_turn(angle: float) -> float:
    return (angle + 180.0) % 360.0 - 180.0


def nearest_rotator(rotator: list[float], previous: list[float]) -> list[float]:
    """The same rotation with the angles nearest to ``previous``: Sequencer interpolates each on its own."""
    roll, pitch, yaw = rotator
    candidates = []
    for angles in ([roll, pitch, yaw], [roll + 180.0, 180.0 - pitch, yaw + 180.0]):
        near = [old + _within_half_turn(new - old) for new, old in zip(angles, previous, strict=True)]
        candidates.append((sum(abs(new - old) for new, old in zip(near, previous, strict=True)), near))
    return min(candidates)[1]


def sequence_keys(times: list[float], positions: list[float], quats: list[float]) -> list[Key]:
    """Keys of one track: (frame, fraction of a frame, [x, y, z, roll, pitch, yaw]) in Unreal's axes."""
    keys, previous = [], [0.0, 0.0, 0.0]
    for k, time in enumerate(times):
        rotator = rotator_of(quat_in_unreal(quats[4 * k : 4 * k + 4]))
        previous = nearest_rotator(rotator, previous) if k else rotator
        frame = math.floor(time * FRAME_RATE)
        place = point_in_unreal(positions[3 * k : 3 * k + 3])
        keys.append((frame, time * FRAME_RATE - frame, [*place, *previous]))
    return keys


def simulated(thing: Json, live: bool) -> bool:
    """Whether Unreal's physics moves an object; jointed ones only move as recorded."""
    return live and thing["kind"] in ("dynamic", "soft")


def read_bundle(folder: Path) -> Json:
    """physics.json, checked."""
    bundle = json.loads((Path(folder) / "physics.json").read_text(encoding="utf-8"))
    if bundle.get("format") != FORMAT or bundle.get("version") != VERSION:
        raise RuntimeError("physics.json is of another version than this script; export the scene again.")
    return bundle


def main(folder: Path, live: bool) -> None:
    """Imports the assets and builds the actors and the Level Sequence."""
    import unreal

    bundle = read_bundle(folder)
    root = "/Game/spatialwm/" + bundle["scene"]
    if unreal.EditorAssetLibrary.does_directory_exist(root):
        unreal.EditorAssetLibrary.delete_directory(root)
    tag = "spatialwm:" + bundle["scene"]
    _remove_actors(unreal, tag)
    meshes = _import_meshes(unreal, Path(folder) / "meshes.glb", root + "/Meshes")
    actors = {}
    for thing in bundle["objects"]:
        actors[thing["name"]] = _add_actor(unreal, thing, meshes, root, live)
    _add_splats(unreal, bundle, Path(folder), root, actors)
    for actor in unreal.get_editor_subsystem(unreal.EditorActorSubsystem).get_all_level_actors():
        if actor in actors.values() or actor.get_attach_parent_actor() in actors.values():
            actor.tags = [*actor.tags, tag]
    _set_gravity(unreal, bundle["gravity"])
    if bundle.get("rollout") and not live:
        _add_sequence(unreal, bundle["rollout"], actors, root)
    unreal.log(f"spatialwm: built {len(actors)} objects of '{bundle['scene']}'")


def _remove_actors(unreal: ModuleType, tag: str) -> None:
    editor = unreal.get_editor_subsystem(unreal.EditorActorSubsystem)
    for actor in editor.get_all_level_actors():
        if tag in [str(name) for name in actor.tags]:
            editor.destroy_actor(actor)


def _import_file(unreal: ModuleType, path: Path, destination: str) -> list:
    task = unreal.AssetImportTask()
    task.filename = str(path)
    task.destination_path = destination
    task.automated = True
    task.replace_existing = True
    task.save = True
    unreal.AssetToolsHelpers.get_asset_tools().import_asset_tasks([task])
    paths = unreal.EditorAssetLibrary.list_assets(destination, recursive=True)
    return [unreal.EditorAssetLibrary.load_asset(path) for path in paths]


def _import_meshes(unreal: ModuleType, path: Path, destination: str) -> Json:
    """The static meshes by name; their collision came with them as UBX_, USP_, UCP_ and UCX_ meshes."""
    if not path.exists():
        return {}
    assets = _import_file(unreal, path, destination)
    return {asset.get_name(): asset for asset in assets if isinstance(asset, unreal.StaticMesh)}


def _add_actor(unreal: ModuleType, thing: Json, meshes: Json, root: str, live: bool) -> object:
    editor = unreal.get_editor_subsystem(unreal.EditorActorSubsystem)
    place = unreal.Vector(*point_in_unreal(thing["position"]))
    roll, pitch, yaw = rotator_of(quat_in_unreal(thing["quat"]))
    rotator = unreal.Rotator(roll=roll, pitch=pitch, yaw=yaw)
    actor = editor.spawn_actor_from_class(unreal.StaticMeshActor, place, rotator)
    actor.set_actor_label(thing["name"])
    component = actor.static_mesh_component
    if thing["kind"] != "static":
        component.set_mobility(unreal.ComponentMobility.MOVABLE)
    if thing["mesh"] == "none":
        return actor
    if thing["id"] not in meshes:
        raise RuntimeError(f"Unreal did not import the mesh '{thing['id']}' of meshes.glb; see the log.")
    mesh = meshes[thing["id"]]
    component.set_static_mesh(mesh)
    component.set_visibility(thing["mesh"] != "colliders")
    _set_collision(unreal, thing, mesh, component, root)
    if simulated(thing, live):
        component.set_simulate_physics(True)
        component.set_mass_override_in_kg(unreal.Name("None"), thing["mass"], True)
    return actor


def _set_collision(unreal: ModuleType, thing: Json, mesh: object, component: object, root: str) -> None:
    if not thing["colliders"]:
        component.set_collision_profile_name("NoCollision")
        return
    component.set_collision_profile_name("PhysicsActor" if thing["kind"] != "static" else "BlockAll")
    if any(collider["shape"] == "mesh" for collider in thing["colliders"]):
        setup = mesh.get_editor_property("body_setup")
        exact = unreal.CollisionTraceFlag.CTF_USE_COMPLEX_AS_SIMPLE
        setup.set_editor_property("collision_trace_flag", exact)
    surface = unreal.AssetToolsHelpers.get_asset_tools().create_asset(
        "PM_" + thing["id"], root + "/Surfaces", unreal.PhysicalMaterial, unreal.PhysicalMaterialFactoryNew()
    )
    surface.set_editor_property("friction", thing["friction"])
    surface.set_editor_property("restitution", thing["restitution"])
    surface.set_editor_property("override_friction_combine_mode", True)
    surface.set_editor_property("friction_combine_mode", unreal.FrictionCombineMode.MAX)
    surface.set_editor_property("override_restitution_combine_mode", True)
    surface.set_editor_property("restitution_combine_mode", unreal.FrictionCombineMode.MAX)
    component.set_phys_material_override(surface)


def _add_splats(unreal: ModuleType, bundle: Json, folder: Path, root: str, actors: Json) -> None:
    """One splat actor per object that has splats, instead of its mesh, when the plugin NanoGS is there."""
    if not hasattr(unreal, "GaussianSplatActor"):
        unreal.log_warning("spatialwm: the plugin NanoGS is not there; meshes are shown instead of splats.")
        return
    editor = unreal.get_editor_subsystem(unreal.EditorActorSubsystem)
    for thing in bundle["objects"]:
        if "splats" not in thing:
            continue
        assets = _import_file(unreal, folder / thing["splats"], root + "/Splats/" + thing["id"])
        if not assets:
            unreal.log_warning(f"spatialwm: NanoGS did not import {thing['splats']}.")
            continue
        owner = actors[thing["name"]]
        splats = editor.spawn_actor_from_class(unreal.GaussianSplatActor, unreal.Vector())
        splats.set_actor_label(thing["name"] + " splats")
        splats.set_splat_asset(assets[0])
        rule = unreal.AttachmentRule.SNAP_TO_TARGET
        splats.attach_to_actor(owner, unreal.Name("None"), rule, rule, rule, False)
        splats.set_actor_relative_rotation(unreal.Rotator(roll=0.0, pitch=0.0, yaw=SPLAT_YAW), False, True)
        owner.static_mesh_component.set_visibility(False)


def _set_gravity(unreal: ModuleType, gravity: list[float]) -> None:
    """Unreal's gravity has only its vertical part [cm/s^2]."""
    world = unreal.get_editor_subsystem(unreal.UnrealEditorSubsystem).get_editor_world()
    settings = world.get_world_settings()
    settings.set_editor_property("global_gravity_set", True)
    settings.set_editor_property("global_gravity_z", 100.0 * gravity[1])


def _add_sequence(unreal: ModuleType, rollout: Json, actors: Json, root: str) -> None:
    tools = unreal.AssetToolsHelpers.get_asset_tools()
    sequence = tools.create_asset("Rollout", root, unreal.LevelSequence, unreal.LevelSequenceFactoryNew())
    sequence.set_display_rate(unreal.FrameRate(FRAME_RATE, 1))
    last = math.ceil(rollout["times"][-1] * FRAME_RATE) + 1
    sequence.set_playback_start(0)
    sequence.set_playback_end(last)
    linear = unreal.MovieSceneKeyInterpolation.LINEAR
    for track in rollout["tracks"]:
        actor = actors[track["object"]]
        actor.static_mesh_component.set_mobility(unreal.ComponentMobility.MOVABLE)
        section = sequence.add_possessable(actor).add_track(unreal.MovieScene3DTransformTrack).add_section()
        section.set_range(0, last)
        channels = section.get_all_channels()
        for frame, fraction, values in sequence_keys(rollout["times"], track["positions"], track["quats"]):
            for channel, value in zip(channels[:6], values, strict=True):
                channel.add_key(unreal.FrameNumber(frame), value, fraction, interpolation=linear)
        for channel in channels[6:9]:
            channel.set_default(1.0)
    unreal.EditorAssetLibrary.save_loaded_asset(sequence)


if __name__ == "__main__":
    main(Path(__file__).resolve().parent, live="live" in sys.argv[1:])
