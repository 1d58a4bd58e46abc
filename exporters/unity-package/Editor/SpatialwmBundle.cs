using System;

namespace Spatialwm.__SCENE_ID__
{
    /// physics.json as Unity's JsonUtility reads it. Everything is in glTF's frame; see its "format".
    [Serializable]
    public class SpatialwmBundle
    {
        public string format;
        public int version;
        public string scene;
        public float[] gravity;
        public SpatialwmThing[] objects;
        public SpatialwmRecording rollout;
    }

    [Serializable]
    public class SpatialwmThing
    {
        public string name;
        public string id;
        public float[] position;
        public float[] quat;
        public string mesh;
        public string splats;
        public string kind;
        public float mass;
        public float friction;
        public float restitution;
        public SpatialwmShape[] colliders;
        public SpatialwmJoint joint;
    }

    [Serializable]
    public class SpatialwmShape
    {
        public string shape;
        public float[] position;
        public float[] quat;
        public float[] size;
        public float radius;
        public float height;
        public float[] vertices;
        public int[] triangles;
    }

    [Serializable]
    public class SpatialwmJoint
    {
        public string kind;
        public string parent;
        public float[] axis;
        public float[] anchor;
        public float[] limits;
    }

    [Serializable]
    public class SpatialwmRecording
    {
        public float[] times;
        public SpatialwmTrack[] tracks;
        public SpatialwmAction[] actions;
    }

    [Serializable]
    public class SpatialwmTrack
    {
        public string @object;
        public float[] positions;
        public float[] quats;
    }
}
