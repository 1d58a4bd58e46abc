using System;
using System.Reflection;
using UnityEditor;
using UnityEngine;

namespace Spatialwm.__SCENE_ID__
{
    /// Splats through github.com/wuyize25/gsplat-unity, when it is installed. Nothing here needs it to compile.
    public static class SpatialwmSplats
    {
        /// RDF in the package's list of axes: x right, y down, z forward, as our PLY files are.
        private const int Rdf = 6;

        /// Adds the splats and returns whether they will show.
        public static bool Add(GameObject owner, string path)
        {
            Type renderer = Type.GetType("Gsplat.GsplatRenderer, Gsplat");
            FieldInfo slot = renderer == null ? null : renderer.GetField("GsplatAsset");
            if (slot == null || !SetAxes(path))
            {
                return false;
            }
            UnityEngine.Object asset = AssetDatabase.LoadMainAssetAtPath(path);
            if (asset == null)
            {
                Debug.LogWarning("spatialwm: gsplat-unity did not import " + path + "; its mesh is shown.");
                return false;
            }
            GameObject child = new GameObject("splats");
            child.transform.SetParent(owner.transform, false);
            // RDF read into Unity's axes is (x, y, -z) of glTF; the meshes are (-x, y, z): half a turn about y.
            child.transform.localRotation = Quaternion.Euler(0f, 180f, 0f);
            slot.SetValue(child.AddComponent(renderer), asset);
            return true;
        }

        /// Tells the importer which axes the file has. Old versions of the package cannot be told.
        private static bool SetAxes(string path)
        {
            AssetImporter importer = AssetImporter.GetAtPath(path);
            if (importer == null)
            {
                return false;
            }
            SerializedObject settings = new SerializedObject(importer);
            SerializedProperty axes = settings.FindProperty("SourceCoordinates");
            if (axes == null)
            {
                Debug.LogWarning("spatialwm: this gsplat-unity cannot set axes; update it. Meshes are shown.");
                return false;
            }
            axes.intValue = Rdf;
            settings.ApplyModifiedPropertiesWithoutUndo();
            importer.SaveAndReimport();
            return true;
        }
    }
}
