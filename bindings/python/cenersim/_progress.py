"""Progress on the standard error, which terminals and notebooks show in one line."""

import sys
import time

_WIDTH = 30
# Shorter work shows nothing.
_PATIENCE = 1.0


class Progress:
    """Called with the share that is done, from 0 to 1."""

    def __init__(self):
        self._begun = time.monotonic()
        self._shown = ""

    def __call__(self, done):
        spent = time.monotonic() - self._begun
        if spent < _PATIENCE:
            return
        full = round(done * _WIDTH)
        left = f", {spent * (1 - done) / done:.0f} s left" if done > 0.01 else ""
        bar = "#" * full + "-" * (_WIDTH - full)
        text = f"\rsimulating {bar} {done:4.0%}{left}    "
        # A notebook keeps whatever is written.
        if text != self._shown:
            print(text, end="", file=sys.stderr, flush=True)
            self._shown = text

    def end(self):
        if self._shown:
            print("\r" + " " * (_WIDTH + 40) + "\r", end="", file=sys.stderr, flush=True)


def wanted():
    """By default where somebody may be looking: a terminal, or a notebook."""
    return sys.stderr.isatty() or "ipykernel" in sys.modules
