using UnityEngine;

namespace Spatialwm.__SCENE_ID__
{
    /// From glTF (right-handed, +Y up, quaternions wxyz) to Unity as glTFast does it: x becomes -x.
    public static class SpatialwmAxes
    {
        /// A position [m], velocity or impulse: three numbers from index on.
        public static Vector3 Point(float[] numbers, int index = 0)
        {
            return new Vector3(-numbers[index], numbers[index + 1], numbers[index + 2]);
        }

        /// A rotation, wxyz: four numbers from index on.
        public static Quaternion Turn(float[] numbers, int index = 0)
        {
            return new Quaternion(
                numbers[index + 1], -numbers[index + 2], -numbers[index + 3], numbers[index]);
        }

        /// The axis things turn about; its sign keeps the angle's, which a mirrored direction would not.
        public static Vector3 TurningAxis(float[] numbers)
        {
            return new Vector3(numbers[0], -numbers[1], -numbers[2]);
        }

        /// Edge lengths [m], which have no sign.
        public static Vector3 Size(float[] numbers)
        {
            return new Vector3(numbers[0], numbers[1], numbers[2]);
        }
    }
}
