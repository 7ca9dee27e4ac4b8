"""Machine code for the matcher's inner loops, where numba is installed (``pip install 'hotseat[speed]'``).

One source serves both ways: a function marked ``compiled`` is plain Python over lists without numba, and is compiled
over arrays with it. Rows of a table are named tuples either way. The grades are the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, MutableSequence, Sequence
from importlib import import_module
from typing import Any, TypeVar, get_type_hints

numba: Any
np: Any
try:
    numba, np = import_module("numba"), import_module("numpy")
except ImportError:
    numba = np = None

Ints = MutableSequence[int]
Reals = MutableSequence[float]
Row = TypeVar("Row", bound=tuple[Any, ...])
Function = TypeVar("Function", bound=Callable[..., Any])

if numba is None:

    def compiled(function: Function) -> Function:
        """``function`` as it is."""
        return function

    def ints(values: Iterable[int]) -> Ints:
        """``values`` as a sequence that compiled functions take."""
        return list(values)

    def reals(values: Iterable[float]) -> Reals:
        """``values`` as a sequence that compiled functions take."""
        return list(values)

    def zeros(size: int) -> Ints:
        """``size`` whole numbers, all 0."""
        return [0] * size

    def noughts(size: int) -> Reals:
        """``size`` real numbers, all 0."""
        return [0.0] * size

    def missing(size: int) -> Ints:
        """``size`` whole numbers, all -1."""
        return [-1] * size

    def table(kind: type[Row], rows: Iterable[Sequence[Any]]) -> Sequence[Row]:
        """``rows`` of one kind of named tuple as a sequence that compiled functions take."""
        return [kind(*row) for row in rows]

    def falling(values: Reals, size: int) -> Ints:
        """The places of the first ``size`` values in falling order; of equal ones, the first comes first."""
        return sorted(range(size), key=lambda i: -values[i])

else:

    def compiled(function: Function) -> Function:
        """``function``, compiled when it is first called; the code is kept on disk where that can be written."""
        try:
            made: Function = numba.njit(cache=True, nogil=True, error_model="numpy")(function)
        except RuntimeError:  # no folder for the cache
            made = numba.njit(nogil=True, error_model="numpy")(function)
        return made

    def ints(values: Iterable[int]) -> Ints:
        """``values`` as a sequence that compiled functions take."""
        made: Ints = np.array(list(values), dtype=np.int64)
        return made

    def reals(values: Iterable[float]) -> Reals:
        """``values`` as a sequence that compiled functions take."""
        made: Reals = np.array(list(values), dtype=np.float64)
        return made

    @compiled
    def zeros(size: int) -> Ints:
        """``size`` whole numbers, all 0."""
        made: Ints = np.zeros(size, dtype=np.int64)
        return made

    @compiled
    def noughts(size: int) -> Reals:
        """``size`` real numbers, all 0."""
        made: Reals = np.zeros(size)
        return made

    @compiled
    def missing(size: int) -> Ints:
        """``size`` whole numbers, all -1."""
        made: Ints = np.full(size, -1)
        return made

    _TYPES: dict[type[Any], Any] = {}

    def table(kind: type[Row], rows: Iterable[Sequence[Any]]) -> Sequence[Row]:
        """``rows`` of one kind of named tuple as a sequence that compiled functions take."""
        if kind not in _TYPES:
            _TYPES[kind] = np.dtype([(name, "f8" if t is float else "i8") for name, t in get_type_hints(kind).items()])
        made: Sequence[Row] = np.array(list(rows), dtype=_TYPES[kind])
        return made

    @compiled
    def falling(values: Reals, size: int) -> Ints:
        """The places of the first ``size`` values in falling order; of equal ones, the first comes first."""
        made: Ints = np.argsort(-np.asarray(values)[:size], kind="mergesort")
        return made
