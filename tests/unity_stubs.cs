// The part of Unity's API that the exported package uses, without behaviour: enough to compile against, so that the
// package's syntax and types are checked on machines without Unity.
using System;

namespace UnityEngine
{
    public class Object
    {
        public string name;
        public static implicit operator bool(Object o) { return o != null; }
        public static void DestroyImmediate(Object o) { }
        public static T Instantiate<T>(T original, Transform parent, bool worldPositionStays) where T : Object { return original; }
    }
    public struct Vector3
    {
        public float x, y, z;
        public Vector3(float x, float y, float z) { this.x = x; this.y = y; this.z = z; }
        public static Vector3 zero { get { return new Vector3(); } }
        public Vector3 normalized { get { return this; } }
        public static Vector3 operator +(Vector3 a, Vector3 b) { return a; }
        public static Vector3 operator *(float a, Vector3 b) { return b; }
    }
    public struct Quaternion
    {
        public float x, y, z, w;
        public Quaternion(float x, float y, float z, float w) { this.x = x; this.y = y; this.z = z; this.w = w; }
        public static Quaternion identity { get { return new Quaternion(0, 0, 0, 1); } }
        public static Quaternion Euler(float x, float y, float z) { return identity; }
    }
    public static class Mathf { public const float Rad2Deg = 57.29578f; }
    public static class Debug
    {
        public static void Log(object o) { }
        public static void LogWarning(object o) { }
        public static void LogError(object o) { }
    }
    public static class Time { public static float time { get { return 0; } } }
    public static class Physics { public static Vector3 gravity { get; set; } }
    public static class JsonUtility { public static T FromJson<T>(string s) { return default(T); } }
    public class DisallowMultipleComponent : Attribute { }
    public class Component : Object
    {
        public Transform transform { get { return null; } }
        public GameObject gameObject { get { return null; } }
        public T GetComponent<T>() { return default(T); }
        public T[] GetComponentsInChildren<T>() { return null; }
    }
    public class Transform : Component, System.Collections.IEnumerable
    {
        public Vector3 localPosition { get; set; }
        public Quaternion localRotation { get; set; }
        public void SetParent(Transform t, bool worldPositionStays) { }
        public Transform Find(string path) { return null; }
        public Vector3 TransformPoint(Vector3 v) { return v; }
        public Vector3 InverseTransformPoint(Vector3 v) { return v; }
        public Vector3 TransformDirection(Vector3 v) { return v; }
        public System.Collections.IEnumerator GetEnumerator() { return null; }
    }
    public class GameObject : Object
    {
        public GameObject(string name) { }
        public Transform transform { get { return null; } }
        public T AddComponent<T>() where T : Component { return null; }
        public Component AddComponent(Type t) { return null; }
        public T GetComponent<T>() { return default(T); }
        public T GetComponentInChildren<T>(bool includeInactive) { return default(T); }
        public void SetActive(bool active) { }
    }
    public class Behaviour : Component { }
    public class MonoBehaviour : Behaviour { }
    public class TextAsset : Object { public string text { get { return null; } } }
    public class Mesh : Object
    {
        public Vector3[] vertices { get; set; }
        public int[] triangles { get; set; }
        public void RecalculateNormals() { }
        public void RecalculateBounds() { }
    }
    public class MeshFilter : Component { public Mesh sharedMesh { get; set; } }
    public enum ForceMode { Impulse }
    public enum RigidbodyInterpolation { Interpolate }
    public enum CollisionDetectionMode { ContinuousDynamic }
    public class Rigidbody : Component
    {
        public float mass { get; set; }
        public bool isKinematic { get; set; }
        public Vector3 velocity { get; set; }
        public Vector3 linearVelocity { get; set; }
        public RigidbodyInterpolation interpolation { get; set; }
        public CollisionDetectionMode collisionDetectionMode { get; set; }
        public void AddForce(Vector3 f, ForceMode m) { }
        public void AddForceAtPosition(Vector3 f, Vector3 p, ForceMode m) { }
    }
    public enum PhysicMaterialCombine { Maximum }
    public enum PhysicsMaterialCombine { Maximum }
    public class PhysicMaterial : Object
    {
        public float staticFriction { get; set; }
        public float dynamicFriction { get; set; }
        public float bounciness { get; set; }
        public PhysicMaterialCombine frictionCombine { get; set; }
        public PhysicMaterialCombine bounceCombine { get; set; }
    }
    public class PhysicsMaterial : Object
    {
        public float staticFriction { get; set; }
        public float dynamicFriction { get; set; }
        public float bounciness { get; set; }
        public PhysicsMaterialCombine frictionCombine { get; set; }
        public PhysicsMaterialCombine bounceCombine { get; set; }
    }
    public class Collider : Component
    {
#if UNITY_6000_0_OR_NEWER
        public PhysicsMaterial sharedMaterial { get; set; }
#else
        public PhysicMaterial sharedMaterial { get; set; }
#endif
    }
    public class BoxCollider : Collider { public Vector3 size { get; set; } }
    public class SphereCollider : Collider { public float radius { get; set; } }
    public class CapsuleCollider : Collider
    {
        public int direction { get; set; }
        public float radius { get; set; }
        public float height { get; set; }
    }
    public class MeshCollider : Collider
    {
        public bool convex { get; set; }
        public Mesh sharedMesh { get; set; }
    }
    public class Joint : Component
    {
        public Rigidbody connectedBody { get; set; }
        public Vector3 anchor { get; set; }
        public Vector3 axis { get; set; }
        public Vector3 connectedAnchor { get; set; }
        public bool autoConfigureConnectedAnchor { get; set; }
    }
    public struct JointLimits { public float min { get; set; } public float max { get; set; } }
    public class HingeJoint : Joint
    {
        public JointLimits limits { get; set; }
        public bool useLimits { get; set; }
    }
    public enum ConfigurableJointMotion { Locked, Limited, Free }
    public struct SoftJointLimit { public float limit { get; set; } }
    public class ConfigurableJoint : Joint
    {
        public ConfigurableJointMotion xMotion { get; set; }
        public ConfigurableJointMotion yMotion { get; set; }
        public ConfigurableJointMotion zMotion { get; set; }
        public ConfigurableJointMotion angularXMotion { get; set; }
        public ConfigurableJointMotion angularYMotion { get; set; }
        public ConfigurableJointMotion angularZMotion { get; set; }
        public SoftJointLimit linearLimit { get; set; }
    }
    public struct Keyframe { public Keyframe(float t, float v, float i, float o) { } }
    public class AnimationCurve { public AnimationCurve(params Keyframe[] keys) { } }
    public class AnimationClip : Object
    {
        public bool legacy { get; set; }
        public void SetCurve(string path, Type type, string property, AnimationCurve curve) { }
    }
    public class Animation : Behaviour
    {
        public void AddClip(AnimationClip clip, string name) { }
        public bool Play(string name) { return true; }
    }
}

namespace UnityEditor
{
    public class MenuItem : Attribute { public MenuItem(string path) { } }
    public class AssetImporter : UnityEngine.Object
    {
        public static AssetImporter GetAtPath(string path) { return null; }
        public void SaveAndReimport() { }
    }
    public class SerializedObject
    {
        public SerializedObject(UnityEngine.Object o) { }
        public SerializedProperty FindProperty(string name) { return null; }
        public bool ApplyModifiedPropertiesWithoutUndo() { return true; }
    }
    public class SerializedProperty { public int intValue { get; set; } }
    public static class AssetDatabase
    {
        public static string GUIDToAssetPath(string guid) { return null; }
        public static T LoadAssetAtPath<T>(string path) where T : UnityEngine.Object { return null; }
        public static UnityEngine.Object LoadMainAssetAtPath(string path) { return null; }
        public static void CreateAsset(UnityEngine.Object o, string path) { }
        public static void Refresh() { }
        public static void SaveAssets() { }
    }
    public static class PrefabUtility
    {
        public static UnityEngine.GameObject SaveAsPrefabAsset(UnityEngine.GameObject o, string path) { return o; }
    }
}
