"""Starts the whole stack as a user would, with the command of the README, and stops it."""

import json
import os
import pathlib
import signal
import socket
import subprocess
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
READY_WAIT_MAX_S = 300
STOP_WAIT_MAX_S = 60


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Speka:
    """One run of the launcher on a data directory; the same directory can be started again."""

    def __init__(self, data, **environment):
        self.data = pathlib.Path(data)
        self.environment = dict(
            os.environ,
            SPEKA_DATA=str(data),
            SPEKA_PORT=str(free_port()),
            SPEKA_CONSOLE_PORT=str(free_port()),
            **environment,
        )
        self.process = None
        self.lines = []

    def start(self):
        """Returns the seconds from the launcher's first line to READY."""
        self.lines = []
        self.process = subprocess.Popen(
            ["mvn", "-q", "-B", "-pl", "infra/local", "-am", "spring-boot:run"],
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        threading.Thread(target=self._read, daemon=True).start()
        deadline = time.monotonic() + READY_WAIT_MAX_S
        first = None
        while time.monotonic() < deadline:
            if first is None and any(line.startswith("[") for line in self.lines):
                first = time.monotonic()
            if any(line.startswith("READY ") for line in self.lines):
                return time.monotonic() - (first or time.monotonic())
            if self.process.poll() is not None:
                break
            time.sleep(0.05)
        raise RuntimeError("the stack did not become ready:\n" + "\n".join(self.lines[-40:]))

    def _read(self):
        for line in self.process.stdout:
            self.lines.append(line.rstrip("\n"))

    @property
    def ready(self):
        return json.loads((self.data / "ready.json").read_text())

    def pids(self, role=None):
        return [p["pid"] for p in self.ready["processes"] if role in (None, p["role"])]

    def stop(self):
        """SIGTERM to Maven, as a service manager would send it. Returns pids that are left."""
        pids = set(self.pids())
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(STOP_WAIT_MAX_S)
        return self.left(pids)

    def kill_launcher(self):
        """kill -9 of the launcher's JVM. Returns every pid that ran."""
        pids = set(self.pids())
        os.kill(self.pids("launcher")[0], signal.SIGKILL)
        self.process.wait(STOP_WAIT_MAX_S)
        return pids

    @staticmethod
    def left(pids, wait_s=20):
        deadline = time.monotonic() + wait_s
        alive = set(pids)
        while alive and time.monotonic() < deadline:
            alive = {pid for pid in alive if _is_running(pid)}
            time.sleep(0.1)
        return alive


def _is_running(pid):
    try:
        state = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
        return state != "Z"
    except FileNotFoundError:
        return False
