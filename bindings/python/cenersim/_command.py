"""The command ``cenersim``, as a script of the wheel."""

import os
import signal
import sys

from . import _cenersim


def main() -> int:
    """Runs the command; its exit codes are 0 done, 1 a run failed, 2 the input is wrong, 130 interrupted."""
    # Until the command has a handler of its own, Ctrl-C ends it at once.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    program = os.path.abspath(sys.argv[0])
    return _cenersim.command([program, *sys.argv[1:]])


if __name__ == "__main__":
    sys.exit(main())
