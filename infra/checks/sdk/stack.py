"""The stack that the checks run against: one they start, or one that runs already."""

import contextlib
import json
import pathlib
import sys
import tempfile

import openai

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

from speka_process import Speka  # noqa: E402
from refusing_proxy import RefusingProxy  # noqa: E402

# Only what is simulated: nothing here is about the quality of an answer.
ENVIRONMENT = {
    "SPEKA_FIXTURES": "true",
    "SPEKA_SIM_TTFT": "20ms",
    "SPEKA_SIM_ITL": "2ms",
    "SPEKA_SIM_SLOTS": "512",
    "SPEKA_MODELS": ",".join(
        (
            "meta/llama-3.3-70b-instruct",
            "deepseek-ai/deepseek-r1",
            "nvidia/llama-3.2-nv-embedqa-1b-v2",
            "black-forest-labs/flux.1-dev",
            "sim/fail",
            "sim/flaky",
            "sim/midfail",
        )
    ),
}


class Stack:
    def __init__(self, data):
        data = pathlib.Path(data)
        ready = json.loads((data / "ready.json").read_text())
        self.data, self.api, self.key = data, ready["api"], ready["key"]
        self.fixtures = json.loads((data / "fixtures.json").read_text())
        self.proxy = RefusingProxy(self.api)

    def client(self, key=None):
        return openai.OpenAI(base_url=self.api, api_key=key or self.key, max_retries=0)


@contextlib.contextmanager
def running(data=None):
    """A stack; started, and stopped in the end, unless `data` is where one keeps its files."""
    if data is not None:
        yield Stack(data)
        return
    with tempfile.TemporaryDirectory(prefix="speka-checks-") as directory:
        speka = Speka(directory, **ENVIRONMENT)
        print("starting the stack", flush=True)
        print(f"      {speka.start():.1f} s to READY", flush=True)
        try:
            yield Stack(directory)
        finally:
            if speka.process.poll() is None:
                speka.stop()
