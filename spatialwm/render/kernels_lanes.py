# pyright: basic
"""Sixteen numbers at a time, inside Numba: a vector type with arithmetic, comparisons, loads and stores.

LLVM's own loop vectoriser gives up on blending loops (several arrays, masks, a running transmittance per
pixel); measured here it left them five times slower. This module gives Numba LLVM's vector type instead,
as C compilers offer it with ``vector_size``. One row of a 16 x 16 tile is one value; LLVM splits it into
whatever the machine has (one AVX-512 register, two of AVX2, four of SSE or NEON).

A value is made by ``load(array, index)``, ``steps(number)`` (0, 1, ..., 15) or ``spread(number)``; ``+ -
* /`` work between values and with plain numbers of the same type; comparisons give masks, ``&`` joins
masks and ``pick(mask, a, b)`` chooses. ``store_sums`` adds lanes up in a fixed order: the same bits
everywhere.
"""

import operator

from llvmlite import ir
from numba.core import cgutils, types
from numba.core.datamodel import models
from numba.core.datamodel.registry import register_default
from numba.core.extending import intrinsic, overload

__all__ = [
    "WIDTH",
    "LanesType",
    "add_rows",
    "at_most",
    "largest",
    "load",
    "no_lanes",
    "own_function",
    "pick",
    "spread",
    "steps",
    "store",
    "store_sums",
]

WIDTH = 16
"""Lanes per value: one row of a tile."""
_FLAGS = ("contract", "nsz", "arcp", "reassoc")
"""Fused multiply-add and free order inside one expression; infinities and NaN keep their meaning."""


class LanesType(types.Type):
    """Sixteen floats."""

    def __init__(self, dtype):
        self.dtype = dtype
        super().__init__(name=f"Lanes({dtype})")


class MaskType(types.Type):
    """Sixteen truth values."""

    def __init__(self):
        super().__init__(name="LanesMask")


MASK = MaskType()


def _element(dtype):
    return ir.FloatType() if dtype == types.float32 else ir.DoubleType()


@register_default(LanesType)
class _LanesModel(models.PrimitiveModel):
    def __init__(self, dmm, fe_type):
        super().__init__(dmm, fe_type, ir.VectorType(_element(fe_type.dtype), WIDTH))


@register_default(MaskType)
class _MaskModel(models.PrimitiveModel):
    def __init__(self, dmm, fe_type):
        super().__init__(dmm, fe_type, ir.VectorType(ir.IntType(1), WIDTH))


def _broadcast(builder, scalar):
    vector = ir.VectorType(scalar.type, WIDTH)
    first = builder.insert_element(ir.Constant(vector, ir.Undefined), scalar, ir.Constant(ir.IntType(32), 0))
    zeros = ir.Constant(ir.VectorType(ir.IntType(32), WIDTH), [0] * WIDTH)
    return builder.shuffle_vector(first, ir.Constant(vector, ir.Undefined), zeros)


def _as_lanes(context, builder, value, kind, target):
    if isinstance(kind, LanesType):
        return value
    return _broadcast(builder, context.cast(builder, value, kind, target.dtype))


def _lanes_of(a, b):
    return a if isinstance(a, LanesType) else b


def _arithmetic(function, instruction):
    @intrinsic
    def apply(typingctx, a, b):
        lanes = _lanes_of(a, b)

        def codegen(context, builder, signature, args):
            x, y = (
                _as_lanes(context, builder, v, k, lanes) for v, k in zip(args, signature.args, strict=True)
            )
            return getattr(builder, instruction)(x, y, flags=_FLAGS)

        return lanes(a, b), codegen

    _register(function, apply)


def _comparison(function, symbol):
    @intrinsic
    def apply(typingctx, a, b):
        lanes = _lanes_of(a, b)

        def codegen(context, builder, signature, args):
            x, y = (
                _as_lanes(context, builder, v, k, lanes) for v, k in zip(args, signature.args, strict=True)
            )
            return builder.fcmp_ordered(symbol, x, y)

        return MASK(a, b), codegen

    _register(function, apply)


def _register(function, apply):
    @overload(function)
    def _(a, b):
        if isinstance(a, LanesType) or isinstance(b, LanesType):
            return lambda a, b: apply(a, b)
        return None


for _function, _instruction in (
    (operator.add, "fadd"),
    (operator.sub, "fsub"),
    (operator.mul, "fmul"),
    (operator.truediv, "fdiv"),
):
    _arithmetic(_function, _instruction)
    _arithmetic(getattr(operator, f"i{_function.__name__}"), _instruction)
for _function, _symbol in ((operator.lt, "<"), (operator.ge, ">="), (operator.gt, ">"), (operator.le, "<=")):
    _comparison(_function, _symbol)


@intrinsic
def _both(typingctx, a, b):
    def codegen(context, builder, signature, args):
        return builder.and_(*args)

    return MASK(a, b), codegen


@overload(operator.and_)
def _and(a, b):
    if isinstance(a, MaskType) and isinstance(b, MaskType):
        return lambda a, b: _both(a, b)  # pyright: ignore[reportCallIssue] (Numba adds the first)
    return None


@intrinsic
def pick(typingctx, mask, a, b):
    """Lane by lane ``a`` where the mask is true, else ``b``; either may be a plain number."""
    lanes = _lanes_of(a, b)

    def codegen(context, builder, signature, args):
        x, y = (_as_lanes(context, builder, args[k], signature.args[k], lanes) for k in (1, 2))
        return builder.select(args[0], x, y)

    return lanes(mask, a, b), codegen


@intrinsic
def at_most(typingctx, a, limit):
    """The smaller of lanes and a plain number."""

    def codegen(context, builder, signature, args):
        bound = _as_lanes(context, builder, args[1], signature.args[1], a)
        return builder.select(builder.fcmp_ordered("<", args[0], bound), args[0], bound)

    return a(a, limit), codegen


@intrinsic
def spread(typingctx, number):
    """The same number in every lane."""

    def codegen(context, builder, signature, args):
        return _broadcast(builder, args[0])

    return LanesType(number)(number), codegen


@intrinsic
def steps(typingctx, number):
    """0, 1, ..., 15 in the number's type, each plus the number."""

    def codegen(context, builder, signature, args):
        ramp = ir.Constant(ir.VectorType(args[0].type, WIDTH), [float(k) for k in range(WIDTH)])
        return builder.fadd(ramp, _broadcast(builder, args[0]), flags=_FLAGS)

    return LanesType(number)(number), codegen


def _pointer(context, builder, kind, array, index):
    data = context.make_array(kind)(context, builder, array).data
    return builder.bitcast(
        builder.gep(data, [index]), ir.VectorType(_element(kind.dtype), WIDTH).as_pointer()
    )


@intrinsic
def load(typingctx, array, index):
    """Sixteen neighbours of a flat contiguous array, from ``index`` on."""

    def codegen(context, builder, signature, args):
        where = context.cast(builder, args[1], index, types.intp)
        return builder.load(
            _pointer(context, builder, array, args[0], where), align=array.dtype.bitwidth // 8
        )

    return LanesType(array.dtype)(array, index), codegen


@intrinsic
def store(typingctx, array, index, lanes):
    """Write sixteen neighbours of a flat contiguous array, from ``index`` on."""

    def codegen(context, builder, signature, args):
        where = context.cast(builder, args[1], index, types.intp)
        pointer = _pointer(context, builder, array, args[0], where)
        builder.store(args[2], pointer, align=array.dtype.bitwidth // 8)
        return context.get_dummy_value()

    return types.none(array, index, lanes), codegen


def _fold(builder, value, join):
    """Halve until one lane is left: 16, 8, 4, 2, 1."""
    count = WIDTH
    while count > 1:
        count //= 2
        index = ir.VectorType(ir.IntType(32), count)
        low = builder.shuffle_vector(value, value, ir.Constant(index, list(range(count))))
        high = builder.shuffle_vector(value, value, ir.Constant(index, list(range(count, 2 * count))))
        value = join(low, high)
    return builder.extract_element(value, ir.Constant(ir.IntType(32), 0))


@intrinsic
def largest(typingctx, lanes):
    """The largest lane."""

    def codegen(context, builder, signature, args):
        return _fold(builder, args[0], lambda a, b: builder.select(builder.fcmp_ordered(">", a, b), a, b))

    return lanes.dtype(lanes), codegen


@intrinsic
def no_lanes(typingctx, like):
    """A tuple of zero lanes, as long as the tuple of numbers ``like``."""
    kind = types.UniTuple(LanesType(like.dtype), len(like))

    def codegen(context, builder, signature, args):
        zero = ir.Constant(ir.VectorType(_element(like.dtype), WIDTH), None)
        return cgutils.pack_array(builder, [zero] * len(like))

    return kind(like), codegen


@intrinsic
def add_rows(typingctx, sums, weights, array, index, stride):
    """``sums[c] + weights * load(array, index + c * stride)`` for every c of the tuple."""

    def codegen(context, builder, signature, args):
        where, stride_value = (context.cast(builder, args[k], signature.args[k], types.intp) for k in (3, 4))
        totals = []
        for old in cgutils.unpack_tuple(builder, args[0]):
            row = builder.load(
                _pointer(context, builder, array, args[2], where), align=array.dtype.bitwidth // 8
            )
            totals.append(builder.fadd(old, builder.fmul(args[1], row, flags=_FLAGS), flags=_FLAGS))
            where = builder.add(where, stride_value)
        return cgutils.pack_array(builder, totals)

    return sums(sums, weights, array, index, stride), codegen


@intrinsic
def store_sums(typingctx, array, index, lanes):
    """Write the sum over lanes of each of the tuple's values to ``array[index]``, ``[index + 1]``, ...

    Two values are halved and laid side by side, then four, ...: sixteen sums cost fifteen additions
    instead of sixty-four. Always a whole number of sixteen places is written; the rest are zeros.
    """

    def codegen(context, builder, signature, args):
        values = cgutils.unpack_tuple(builder, args[2])
        where = context.cast(builder, args[1], index, types.intp)
        for start in range(0, len(values), WIDTH):
            group = _transposed_sums(builder, values[start : start + WIDTH])
            builder.store(
                group, _pointer(context, builder, array, args[0], where), align=array.dtype.bitwidth // 8
            )
            where = builder.add(where, ir.Constant(where.type, WIDTH))
        return context.get_dummy_value()

    return types.none(array, index, lanes), codegen


def _transposed_sums(builder, group):
    """One vector whose lane k is the sum of the k-th value's lanes."""
    zero = ir.Constant(group[0].type, None)
    values = [*group, *[zero] * (WIDTH - len(group))]
    block = WIDTH
    while len(values) > 1:
        half = block // 2
        count = len(values) // 2
        # Each value holds WIDTH / block sums in progress, of `block` lanes each.
        starts = range(0, WIDTH, block)
        low = [s + k + side * WIDTH for side in (0, 1) for s in starts for k in range(half)]
        high = [lane + half for lane in low]
        values = [_join(builder, values[k], values[k + count], low, high) for k in range(count)]
        block = half
    order = [_reversed_bits(k) for k in range(WIDTH)]
    index = ir.Constant(ir.VectorType(ir.IntType(32), WIDTH), order)
    return builder.shuffle_vector(values[0], values[0], index)


def _join(builder, a, b, low, high):
    index = ir.VectorType(ir.IntType(32), WIDTH)
    return builder.fadd(
        builder.shuffle_vector(a, b, ir.Constant(index, low)),
        builder.shuffle_vector(a, b, ir.Constant(index, high)),
    )


def _reversed_bits(k):
    return int(f"{k:04b}"[::-1], 2)


@intrinsic
def own_function(typingctx):
    """Keep the calling kernel a function of its own that may use the machine's full vector width.

    LLVM prefers half-width vectors on AVX-512 machines to save clock speed when code vectorises by chance;
    here every instruction of the inner loop is a full vector.
    """

    def codegen(context, builder, signature, args):
        attributes = builder.function.attributes
        attributes.add("noinline")
        set.add(attributes, '"prefer-vector-width"="512"')  # llvmlite lists only attributes without values
        return context.get_dummy_value()

    return types.none(), codegen
