"""Maths on arrays: rotations, poses, cameras, spherical harmonics. Knows no records and no files."""
