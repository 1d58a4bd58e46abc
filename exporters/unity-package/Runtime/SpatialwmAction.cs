using System;

namespace Spatialwm.__SCENE_ID__
{
    /// One thing that was done in the rollout. Vectors are in glTF's frame; absent ones are empty.
    [Serializable]
    public class SpatialwmAction
    {
        /// When it began [s].
        public float time;
        /// "push", "grasp", "release", "throw", "move", "look" or "wait".
        public string action;
        /// Name of the object it is done to.
        public string @object;
        /// Of a push [N s].
        public float[] impulse;
        /// Where a push acts, in the world [m]; empty is the centre of mass.
        public float[] point;
        /// Of a throw [m/s].
        public float[] velocity;
    }
}
