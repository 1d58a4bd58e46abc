using UnityEngine;

namespace Spatialwm.__SCENE_ID__
{
    /// Hinges and slides of articulated objects, once all objects are there.
    public static class SpatialwmJoints
    {
        public static void Connect(GameObject root, SpatialwmBundle bundle)
        {
            foreach (SpatialwmThing thing in bundle.objects)
            {
                if (thing.kind == "articulated" && thing.joint != null)
                {
                    GameObject owner = root.transform.Find(thing.name).gameObject;
                    Rigidbody parent = ParentOf(root, thing.joint);
                    if (thing.joint.kind == "hinge")
                    {
                        AddHinge(owner, parent, thing.joint);
                    }
                    else
                    {
                        AddSlide(owner, parent, thing.joint);
                    }
                }
            }
        }

        private static Rigidbody ParentOf(GameObject root, SpatialwmJoint joint)
        {
            if (string.IsNullOrEmpty(joint.parent))
            {
                return null;
            }
            Transform parent = root.transform.Find(joint.parent);
            return parent == null ? null : parent.GetComponent<Rigidbody>();
        }

        private static void AddHinge(GameObject owner, Rigidbody parent, SpatialwmJoint joint)
        {
            HingeJoint hinge = owner.AddComponent<HingeJoint>();
            hinge.connectedBody = parent;
            hinge.anchor = SpatialwmAxes.Point(joint.anchor);
            hinge.axis = SpatialwmAxes.TurningAxis(joint.axis);
            if (joint.limits != null && joint.limits.Length == 2)
            {
                JointLimits limits = new JointLimits();
                limits.min = joint.limits[0] * Mathf.Rad2Deg;
                limits.max = joint.limits[1] * Mathf.Rad2Deg;
                hinge.limits = limits;
                hinge.useLimits = true;
            }
        }

        /// Unity limits a slide to both sides alike, so its zero goes to the middle of its way.
        private static void AddSlide(GameObject owner, Rigidbody parent, SpatialwmJoint joint)
        {
            ConfigurableJoint slide = owner.AddComponent<ConfigurableJoint>();
            Vector3 axis = SpatialwmAxes.Point(joint.axis);
            slide.connectedBody = parent;
            slide.axis = axis;
            slide.anchor = SpatialwmAxes.Point(joint.anchor);
            slide.yMotion = ConfigurableJointMotion.Locked;
            slide.zMotion = ConfigurableJointMotion.Locked;
            slide.angularXMotion = ConfigurableJointMotion.Locked;
            slide.angularYMotion = ConfigurableJointMotion.Locked;
            slide.angularZMotion = ConfigurableJointMotion.Locked;
            slide.xMotion = ConfigurableJointMotion.Free;
            if (joint.limits != null && joint.limits.Length == 2)
            {
                float middle = (joint.limits[0] + joint.limits[1]) / 2f;
                SoftJointLimit limit = new SoftJointLimit();
                limit.limit = (joint.limits[1] - joint.limits[0]) / 2f;
                slide.linearLimit = limit;
                slide.xMotion = ConfigurableJointMotion.Limited;
                slide.autoConfigureConnectedAnchor = false;
                Vector3 there = owner.transform.TransformPoint(slide.anchor + middle * axis.normalized);
                slide.connectedAnchor = parent == null ? there : parent.transform.InverseTransformPoint(there);
            }
        }
    }
}
