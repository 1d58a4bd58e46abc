using UnityEngine;

namespace Spatialwm.__SCENE_ID__
{
    /// The rollout as an animation clip: straight lines between the recorded frames.
    public static class SpatialwmClip
    {
        public static AnimationClip Make(SpatialwmRecording recording)
        {
            AnimationClip clip = new AnimationClip();
            clip.name = "rollout";
            clip.legacy = true;
            foreach (SpatialwmTrack track in recording.tracks)
            {
                AddTrack(clip, track, recording.times);
            }
            return clip;
        }

        private static void AddTrack(AnimationClip clip, SpatialwmTrack track, float[] times)
        {
            float[][] values = new float[7][];
            for (int k = 0; k < 7; k++)
            {
                values[k] = new float[times.Length];
            }
            for (int frame = 0; frame < times.Length; frame++)
            {
                Vector3 point = SpatialwmAxes.Point(track.positions, 3 * frame);
                Quaternion turn = SpatialwmAxes.Turn(track.quats, 4 * frame);
                values[0][frame] = point.x;
                values[1][frame] = point.y;
                values[2][frame] = point.z;
                values[3][frame] = turn.x;
                values[4][frame] = turn.y;
                values[5][frame] = turn.z;
                values[6][frame] = turn.w;
            }
            string[] properties =
            {
                "localPosition.x", "localPosition.y", "localPosition.z",
                "localRotation.x", "localRotation.y", "localRotation.z", "localRotation.w"
            };
            for (int k = 0; k < 7; k++)
            {
                clip.SetCurve(track.@object, typeof(Transform), properties[k], Straight(times, values[k]));
            }
        }

        private static AnimationCurve Straight(float[] times, float[] values)
        {
            Keyframe[] keys = new Keyframe[times.Length];
            for (int k = 0; k < times.Length; k++)
            {
                float before = k > 0 ? Slope(times, values, k - 1) : 0f;
                float after = k + 1 < times.Length ? Slope(times, values, k) : 0f;
                keys[k] = new Keyframe(times[k], values[k], before, after);
            }
            return new AnimationCurve(keys);
        }

        private static float Slope(float[] times, float[] values, int k)
        {
            float span = times[k + 1] - times[k];
            return span > 0f ? (values[k + 1] - values[k]) / span : 0f;
        }
    }
}
