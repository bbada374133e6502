"""Options that analyses share, listed once: type checkers and editors read the lists, and :func:`sharing` puts them into the
signatures that ``help`` shows. Left out: what the options mean and what they may be, which the command knows."""

from __future__ import annotations

import functools
import inspect
import os
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypedDict, TypeVar, Union

PathLike = Union[str, "os.PathLike[str]"]
Changes = Union[Mapping[str, Any], Sequence[str], str, None]
Progressing = Union[bool, Callable[[float], object], None]
Function = TypeVar("Function", bound=Callable[..., Any])


class Common(TypedDict, total=False):
    """Of every analysis."""

    set: Changes
    seed: int | None
    threads: int | None
    allow_implausible: bool
    name: str | None
    theme: str | None
    format: str | None
    shape: str | None
    width: int | None
    height: int | None
    font_scale: float | None
    progress: Progressing


class Informed(Common, total=False):
    """Of an analysis that takes the draws of a calibration."""

    parameters: PathLike | None


def _parameter(name, annotation):
    annotation = getattr(annotation, "__forward_arg__", annotation)
    default = False if annotation == "bool" else None
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)


def _signature(function, options):
    """The function's own parameters, then the options instead of ``**options``."""
    own = inspect.signature(function)
    named = [one for one in own.parameters.values() if one.kind is not one.VAR_KEYWORD]
    return own.replace(parameters=[*named, *(_parameter(*option) for option in options.__annotations__.items())])


def sharing(options: type) -> Callable[[Function], Function]:
    """Lets a function take these options as if they were written out; another one is a TypeError."""

    def shared(function):
        signature = _signature(function, options)

        @functools.wraps(function)
        def called(*arguments, **named):
            try:
                bound = signature.bind(*arguments, **named)
            except TypeError as error:
                raise TypeError(f"{function.__name__}() {error}") from None
            bound.apply_defaults()
            return function(*bound.args, **bound.kwargs)

        called.__signature__ = signature
        return called

    return shared
