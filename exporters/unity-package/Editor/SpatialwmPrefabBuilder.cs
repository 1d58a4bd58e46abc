using System.IO;
using UnityEditor;
using UnityEngine;

namespace Spatialwm.__SCENE_ID__
{
    /// Menu "spatialwm > Build prefab": one GameObject per object, from physics.json and scene.glb.
    public static class SpatialwmPrefabBuilder
    {
        private const string PhysicsGuid = "__PHYSICS_GUID__";
        private const string SceneGuid = "__SCENE_GUID__";
        private const string Output = "Assets/spatialwm/__SCENE_ID__";

        [MenuItem("spatialwm/Build prefab/__SCENE_NAME__")]
        public static void Build()
        {
            string physicsPath = AssetDatabase.GUIDToAssetPath(PhysicsGuid);
            SpatialwmBundle bundle = Read(physicsPath);
            GameObject model = AssetDatabase.LoadAssetAtPath<GameObject>(AssetDatabase.GUIDToAssetPath(SceneGuid));
            if (bundle == null || model == null)
            {
                Debug.LogError("spatialwm: scene.glb or physics.json was not imported; install the package "
                    + "com.unity.cloud.gltfast and import this package again.");
                return;
            }
            Directory.CreateDirectory(Output);
            AssetDatabase.Refresh();
            GameObject root = new GameObject(bundle.scene);
            string content = Path.GetDirectoryName(physicsPath).Replace('\\', '/');
            foreach (SpatialwmThing thing in bundle.objects)
            {
                AddThing(root, thing, model, content);
            }
            SpatialwmJoints.Connect(root, bundle);
            AddRollout(root, bundle);
            PrefabUtility.SaveAsPrefabAsset(root, Output + "/" + bundle.scene + ".prefab");
            Object.DestroyImmediate(root);
            AssetDatabase.SaveAssets();
            Debug.Log("spatialwm: wrote " + Output + "/" + bundle.scene + ".prefab");
        }

        private static SpatialwmBundle Read(string path)
        {
            TextAsset text = AssetDatabase.LoadAssetAtPath<TextAsset>(path);
            if (text == null)
            {
                return null;
            }
            SpatialwmBundle bundle = JsonUtility.FromJson<SpatialwmBundle>(text.text);
            bool known = bundle.format == "spatialwm-engine-bundle" && bundle.version == 1;
            return known ? bundle : null;
        }

        private static void AddThing(GameObject root, SpatialwmThing thing, GameObject model, string content)
        {
            GameObject owner = new GameObject(thing.name);
            owner.transform.SetParent(root.transform, false);
            owner.transform.localPosition = SpatialwmAxes.Point(thing.position);
            owner.transform.localRotation = SpatialwmAxes.Turn(thing.quat);
            GameObject shown = AddMesh(owner, thing, model);
            bool splats = !string.IsNullOrEmpty(thing.splats)
                && SpatialwmSplats.Add(owner, content + "/" + thing.splats);
            if (shown != null && (splats || thing.mesh == "colliders"))
            {
                shown.SetActive(false);
            }
            SpatialwmColliders.Add(owner, thing, shown, Output);
            if (thing.kind != "static")
            {
                Rigidbody body = owner.AddComponent<Rigidbody>();
                body.mass = thing.mass;
                body.interpolation = RigidbodyInterpolation.Interpolate;
                body.collisionDetectionMode = CollisionDetectionMode.ContinuousDynamic;
            }
        }

        /// A copy of the object's node of scene.glb, whose axes glTFast has already turned.
        private static GameObject AddMesh(GameObject owner, SpatialwmThing thing, GameObject model)
        {
            Transform node = FindBelow(model.transform, thing.id);
            if (node == null)
            {
                return null;
            }
            GameObject copy = Object.Instantiate(node.gameObject, owner.transform, false);
            copy.name = "mesh";
            copy.transform.localPosition = Vector3.zero;
            copy.transform.localRotation = Quaternion.identity;
            return copy;
        }

        private static Transform FindBelow(Transform place, string name)
        {
            if (place.name == name)
            {
                return place;
            }
            foreach (Transform child in place)
            {
                Transform found = FindBelow(child, name);
                if (found != null)
                {
                    return found;
                }
            }
            return null;
        }

        private static void AddRollout(GameObject root, SpatialwmBundle bundle)
        {
            SpatialwmRollout player = root.AddComponent<SpatialwmRollout>();
            player.gravity = SpatialwmAxes.Point(bundle.gravity);
            SpatialwmRecording recording = bundle.rollout;
            if (recording == null || recording.times == null || recording.times.Length == 0)
            {
                player.mode = SpatialwmRollout.PlayMode.Live;
                return;
            }
            player.clip = SpatialwmClip.Make(recording);
            player.actions = recording.actions ?? new SpatialwmAction[0];
            AssetDatabase.CreateAsset(player.clip, Output + "/rollout.anim");
        }
    }
}
