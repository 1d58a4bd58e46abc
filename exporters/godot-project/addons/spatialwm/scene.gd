extends Node3D
## Adds what Godot's glTF importer leaves out: surfaces, joints, splats and the recorded rollout.
##
## Bodies, masses and colliders come from OMI_physics_body and OMI_physics_shape in scene.glb.
## The rest stands in physics.json, in glTF's frame, which is Godot's own.
## Keys: P plays what was recorded, R lets physics begin anew.

const BUNDLE := "res://physics.json"
const FORMAT := "spatialwm-engine-bundle"

var _bodies: Dictionary = {}


func _ready() -> void:
	var text := FileAccess.get_file_as_string(BUNDLE)
	var bundle: Variant = JSON.parse_string(text)
	if not bundle is Dictionary or bundle.get("format") != FORMAT or bundle.get("version") != 1:
		push_error("%s is not a bundle of version 1; export the scene again." % BUNDLE)
		return
	var names: Dictionary = {}
	for entry: Dictionary in bundle["objects"]:
		var node := find_child(entry["id"], true, false) as Node3D
		if node == null:
			push_warning("scene.glb has no node '%s'." % entry["id"])
			continue
		_bodies[entry["id"]] = node
		names[entry["name"]] = node
		_give_surface(node, entry)
		_add_splats(node, entry)
	for entry: Dictionary in bundle["objects"]:
		if entry.has("joint") and _bodies.has(entry["id"]):
			_add_joint(_bodies[entry["id"]], entry["joint"], names)


func _unhandled_key_input(event: InputEvent) -> void:
	var key := event as InputEventKey
	if not key.pressed or key.echo:
		return
	if key.keycode == KEY_P:
		_play()
	elif key.keycode == KEY_R:
		get_tree().reload_current_scene()


func _play() -> void:
	var player := find_child("AnimationPlayer", true, false) as AnimationPlayer
	if player == null:
		return
	for node: Node in _bodies.values():
		var body := node as RigidBody3D
		if body != null:
			body.freeze_mode = RigidBody3D.FREEZE_MODE_KINEMATIC
			body.freeze = true
	player.stop()
	player.play(player.get_animation_list()[0])


func _give_surface(node: Node3D, entry: Dictionary) -> void:
	# A contact takes the larger friction of both, which is what two rough materials do.
	var surface := PhysicsMaterial.new()
	surface.friction = entry["friction"]
	surface.bounce = entry["restitution"]
	surface.rough = true
	if node is RigidBody3D or node is StaticBody3D:
		node.set("physics_material_override", surface)


func _add_splats(node: Node3D, entry: Dictionary) -> void:
	# The plugin gdgs takes the mean off the points it imports, and turns nodes that are not turned.
	if not entry.has("splats") or not ResourceLoader.exists("res://" + entry["splats"]):
		return
	var known := ProjectSettings.get_global_class_list()
	var kind := known.filter(func(one: Dictionary) -> bool: return one["class"] == "GaussianSplatNode")
	if kind.is_empty():
		return
	var splats: Node3D = load(kind[0]["path"]).new()
	var center := _vector(entry["splat_center"])
	splats.transform = Transform3D(Basis(Vector3.RIGHT, PI), center)
	splats.set("gaussian", load("res://" + entry["splats"]))
	node.add_child(splats)
	for child: Node in node.find_children("*", "MeshInstance3D", true, false):
		(child as MeshInstance3D).visible = false


func _add_joint(node: Node3D, entry: Dictionary, names: Dictionary) -> void:
	var body := node as PhysicsBody3D
	if body == null:
		return
	var hinge: bool = entry["kind"] == "hinge"
	var joint: Joint3D = HingeJoint3D.new() if hinge else SliderJoint3D.new()
	var axis := (node.global_basis.orthonormalized() * _vector(entry["axis"])).normalized()
	# A hinge turns about its own z, a slider goes along its own x.
	var turn := _turn(Vector3.BACK if hinge else Vector3.RIGHT, axis)
	add_child(joint)
	joint.global_transform = Transform3D(Basis(turn), node.global_transform * _vector(entry["anchor"]))
	joint.exclude_nodes_from_collision = true
	if entry.has("limits"):
		_limit(joint, entry["limits"][0] - entry["value"], entry["limits"][1] - entry["value"])
	joint.node_a = joint.get_path_to(node)
	if entry.has("parent") and names.has(entry["parent"]):
		joint.node_b = joint.get_path_to(names[entry["parent"]])


func _limit(joint: Joint3D, low: float, high: float) -> void:
	# Godot measures a hinge's angle of body a against b, and a slider's way of b against a.
	if joint is HingeJoint3D:
		var hinge := joint as HingeJoint3D
		hinge.set_flag(HingeJoint3D.FLAG_USE_LIMIT, true)
		hinge.set_param(HingeJoint3D.PARAM_LIMIT_LOWER, low)
		hinge.set_param(HingeJoint3D.PARAM_LIMIT_UPPER, high)
	else:
		var slider := joint as SliderJoint3D
		slider.set_param(SliderJoint3D.PARAM_LINEAR_LIMIT_LOWER, -high)
		slider.set_param(SliderJoint3D.PARAM_LINEAR_LIMIT_UPPER, -low)


func _turn(from: Vector3, to: Vector3) -> Quaternion:
	if from.dot(to) < -0.999999:
		return Quaternion(Vector3.UP, PI)
	return Quaternion(from, to)


func _vector(values: Array) -> Vector3:
	return Vector3(values[0], values[1], values[2])
