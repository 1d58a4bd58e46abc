using UnityEngine;

namespace Spatialwm.__SCENE_ID__
{
    /// Plays what was computed, or does the recorded pushes and throws again in Unity's own physics.
    [DisallowMultipleComponent]
    public class SpatialwmRollout : MonoBehaviour
    {
        public enum PlayMode
        {
            /// The recorded motion, exactly; bodies are kinematic meanwhile.
            Recorded,
            /// Unity's physics, with the recorded pushes and throws. It will differ from the recording.
            Live
        }

        public PlayMode mode = PlayMode.Recorded;
        /// [m/s^2], in Unity's axes; set as Physics.gravity when playing live.
        public Vector3 gravity = new Vector3(0f, -9.81f, 0f);
        public AnimationClip clip;
        public SpatialwmAction[] actions = new SpatialwmAction[0];

        private float started;
        private int next;
        private Rigidbody held;

        private void OnEnable()
        {
            bool recorded = mode == PlayMode.Recorded && clip != null;
            foreach (Rigidbody body in GetComponentsInChildren<Rigidbody>())
            {
                body.isKinematic = recorded;
            }
            if (!recorded)
            {
                Physics.gravity = gravity;
                started = Time.time;
                next = 0;
                held = null;
                return;
            }
            Animation player = GetComponent<Animation>();
            if (player == null)
            {
                player = gameObject.AddComponent<Animation>();
            }
            player.AddClip(clip, clip.name);
            player.Play(clip.name);
        }

        private void FixedUpdate()
        {
            if (mode != PlayMode.Live)
            {
                return;
            }
            while (next < actions.Length && actions[next].time <= Time.time - started)
            {
                Do(actions[next]);
                next++;
            }
        }

        /// Walking, looking and waiting move no object, so they have nothing to do here.
        public void Do(SpatialwmAction action)
        {
            if (action.action == "push")
            {
                Push(Find(action.@object), action);
            }
            else if (action.action == "grasp")
            {
                held = Find(action.@object);
            }
            else if (action.action == "throw" && held != null)
            {
                SetVelocity(held, transform.TransformDirection(SpatialwmAxes.Point(action.velocity)));
                held = null;
            }
            else if (action.action == "release")
            {
                held = null;
            }
        }

        private void Push(Rigidbody body, SpatialwmAction action)
        {
            if (body == null)
            {
                return;
            }
            Vector3 impulse = transform.TransformDirection(SpatialwmAxes.Point(action.impulse));
            if (action.point == null || action.point.Length != 3)
            {
                body.AddForce(impulse, ForceMode.Impulse);
                return;
            }
            Vector3 point = transform.TransformPoint(SpatialwmAxes.Point(action.point));
            body.AddForceAtPosition(impulse, point, ForceMode.Impulse);
        }

        private Rigidbody Find(string name)
        {
            Transform child = transform.Find(name);
            return child == null ? null : child.GetComponent<Rigidbody>();
        }

        private static void SetVelocity(Rigidbody body, Vector3 velocity)
        {
#if UNITY_6000_0_OR_NEWER
            body.linearVelocity = velocity;
#else
            body.velocity = velocity;
#endif
        }
    }
}
