# pyright: basic
"""The falloff of a Gaussian, sixteen pixels at a time."""

from typing import no_type_check

import numpy as np
from llvmlite import ir
from numba import njit
from numba.core import cgutils, types
from numba.core.extending import intrinsic, overload

from spatialwm.render.kernels_lanes import WIDTH, at_most

__all__ = ["exp_minus"]


@intrinsic
def _exp(typingctx, lanes):
    def codegen(context, builder, signature, args):
        vector = args[0].type
        bits = lanes.dtype.bitwidth
        function = cgutils.get_or_insert_function(
            builder.module, ir.FunctionType(vector, [vector]), f"llvm.exp.v{WIDTH}f{bits}"
        )
        return builder.call(function, args)

    return lanes(lanes), codegen


@njit
@no_type_check
def _fast_exp_minus(sigma):
    """``(p(-sigma / 8)) ** 8`` with the Taylor polynomial p of degree 6: relative error below 1e-5."""
    x = at_most(sigma, np.float32(6.0)) * np.float32(-0.125)
    p = x * np.float32(1 / 720) + np.float32(1 / 120)
    p = p * x + np.float32(1 / 24)
    p = p * x + np.float32(1 / 6)
    p = p * x + np.float32(0.5)
    p = p * x + np.float32(1.0)
    p = p * x + np.float32(1.0)
    p = p * p
    p = p * p
    return p * p


def exp_minus(sigma):
    """``exp(-sigma)``: by polynomial in single precision (cut at 6, beyond ln 255), exact in double."""
    return np.exp(-sigma)  # what plain Python runs; compiled code takes one of the two below


@overload(exp_minus)
def _exp_minus(sigma):
    if sigma.dtype == types.float32:
        return lambda sigma: _fast_exp_minus(sigma)
    return lambda sigma: _exp(sigma * -1.0)  # pyright: ignore[reportCallIssue] (Numba adds the first)
