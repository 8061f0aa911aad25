"""Claims: checks whose names say what holds. One line each, and a count at the end."""

import time
import traceback

WAIT_MAX_S = 60
PAUSE_S = 0.1


class Claims:
    def __init__(self, only=""):
        self.passed, self.failed, self.skipped, self.only = [], [], [], only

    def __call__(self, name):
        """Runs the decorated check at once and records how it ended."""

        def run(check):
            if self.only not in name:
                return
            started = time.monotonic()
            try:
                check()
                self.ok(name, time.monotonic() - started)
            except Exception:  # a failed claim must not hide the next ones
                self.fail(name, traceback.format_exc())

        return run

    def ok(self, name, seconds=None):
        self.passed.append(name)
        print(f"ok    {name}" + ("" if seconds is None else f" ({seconds:.1f} s)"), flush=True)

    def fail(self, name, why):
        self.failed.append(name)
        print(f"FAIL  {name}\n{why}", flush=True)

    def skip(self, name, why):
        self.skipped.append(name)
        print(f"skip  {name}: {why}", flush=True)

    def finish(self):
        """Prints the closing line; returns the exit status."""
        skipped = f", {len(self.skipped)} skipped" if self.skipped else ""
        print(f"{len(self.passed)} passed, {len(self.failed)} failed{skipped}", flush=True)
        return 1 if self.failed or not self.passed else 0


def eventually(check, wait_s=WAIT_MAX_S):
    """What the check returns, once it no longer fails."""
    deadline = time.monotonic() + wait_s
    while True:
        try:
            return check()
        except Exception:
            if time.monotonic() > deadline:
                raise
            time.sleep(PAUSE_S)
