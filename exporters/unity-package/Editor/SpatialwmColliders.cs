using UnityEditor;
using UnityEngine;
#if UNITY_6000_0_OR_NEWER
using Surface = UnityEngine.PhysicsMaterial;
using Combine = UnityEngine.PhysicsMaterialCombine;
#else
using Surface = UnityEngine.PhysicMaterial;
using Combine = UnityEngine.PhysicMaterialCombine;
#endif

namespace Spatialwm.__SCENE_ID__
{
    /// Colliders, one child GameObject each, because Unity's own cannot be turned.
    public static class SpatialwmColliders
    {
        public static void Add(GameObject owner, SpatialwmThing thing, GameObject shown, string output)
        {
            if (thing.colliders == null || thing.colliders.Length == 0)
            {
                return;
            }
            Surface surface = MakeSurface(thing, output);
            for (int k = 0; k < thing.colliders.Length; k++)
            {
                SpatialwmShape shape = thing.colliders[k];
                GameObject place = new GameObject("collider" + k);
                place.transform.SetParent(owner.transform, false);
                place.transform.localPosition = SpatialwmAxes.Point(shape.position);
                place.transform.localRotation = SpatialwmAxes.Turn(shape.quat);
                Collider collider = AddShape(place, shape, shown, output + "/" + thing.id + "_" + k + ".asset");
                if (collider != null)
                {
                    collider.sharedMaterial = surface;
                }
            }
        }

        private static Collider AddShape(GameObject place, SpatialwmShape shape, GameObject shown, string path)
        {
            switch (shape.shape)
            {
                case "box":
                    BoxCollider box = place.AddComponent<BoxCollider>();
                    box.size = SpatialwmAxes.Size(shape.size);
                    return box;
                case "sphere":
                    SphereCollider sphere = place.AddComponent<SphereCollider>();
                    sphere.radius = shape.radius;
                    return sphere;
                case "capsule":
                    CapsuleCollider capsule = place.AddComponent<CapsuleCollider>();
                    capsule.direction = 1;
                    capsule.radius = shape.radius;
                    capsule.height = shape.height + 2f * shape.radius;
                    return capsule;
                case "convex":
                    MeshCollider convex = place.AddComponent<MeshCollider>();
                    convex.convex = true;
                    convex.sharedMesh = MakeMesh(shape, path);
                    return convex;
                default:
                    MeshFilter filter = shown == null ? null : shown.GetComponentInChildren<MeshFilter>(true);
                    if (filter == null)
                    {
                        return null;
                    }
                    MeshCollider exact = place.AddComponent<MeshCollider>();
                    exact.sharedMesh = filter.sharedMesh;
                    return exact;
            }
        }

        /// The mirrored axes turn triangles inside out, so two corners of each change places.
        private static Mesh MakeMesh(SpatialwmShape shape, string path)
        {
            Vector3[] corners = new Vector3[shape.vertices.Length / 3];
            for (int k = 0; k < corners.Length; k++)
            {
                corners[k] = SpatialwmAxes.Point(shape.vertices, 3 * k);
            }
            int[] triangles = new int[shape.triangles.Length];
            for (int k = 0; k < triangles.Length; k += 3)
            {
                triangles[k] = shape.triangles[k];
                triangles[k + 1] = shape.triangles[k + 2];
                triangles[k + 2] = shape.triangles[k + 1];
            }
            Mesh mesh = new Mesh();
            mesh.vertices = corners;
            mesh.triangles = triangles;
            mesh.RecalculateNormals();
            mesh.RecalculateBounds();
            AssetDatabase.CreateAsset(mesh, path);
            return mesh;
        }

        private static Surface MakeSurface(SpatialwmThing thing, string output)
        {
            Surface surface = new Surface();
            surface.name = thing.id;
            surface.staticFriction = thing.friction;
            surface.dynamicFriction = thing.friction;
            surface.bounciness = thing.restitution;
            surface.frictionCombine = Combine.Maximum;
            surface.bounceCombine = Combine.Maximum;
            AssetDatabase.CreateAsset(surface, output + "/" + thing.id + "_surface.asset");
            return surface;
        }
    }
}
