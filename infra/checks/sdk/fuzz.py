"""schemathesis over the platform's own description: `/openapi.json` is what it is held to."""

import argparse
import os
import pathlib
import subprocess
import sys

from claims import Claims
from stack import running

HERE = pathlib.Path(__file__).resolve().parent
GRACE_S = 120
# Python before 3.11.9 fails in two threads that parse source at once (cpython issue 106905), as hypothesis does.
WORKERS = 1
REQUEST_WAIT_MAX_S = 30
FAILURES_MAX = 10
LINE_SHOWN_MAX = 2000
CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
    "negative_data_rejection",
    "positive_data_acceptance",
    "unsupported_method",
    "ignored_auth",
)


def run(claim, stack, seconds, seed=None):
    name = f"fuzz: {seconds} s of requests made from /openapi.json find no 5xx and nothing outside it"
    if claim.only not in name:
        return
    origin = stack.api.removesuffix("/v1")
    command = [
        str(pathlib.Path(sys.executable).parent / "schemathesis"),
        *("--config-file", str(HERE / "schemathesis.toml")),
        *("run", f"{origin}/openapi.json", "--url", origin),
        *("--header", f"Authorization: Bearer {stack.key}"),
        *("--checks", ",".join(CHECKS)),
        *(("--seed", str(seed)) if seed is not None else ()),
        *("--max-time", str(seconds), "--workers", str(WORKERS)),
        *("--request-timeout", str(REQUEST_WAIT_MAX_S), "--max-failures", str(FAILURES_MAX)),
        *("--continue-on-failure", "--suppress-health-check", "all", "--warnings", "off", "--no-color"),
    ]
    process = subprocess.Popen(
        command,
        cwd=stack.data,
        env={**os.environ, "SCHEMATHESIS_HOOKS": "fuzz_hooks", "PYTHONPATH": str(HERE)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    for line in process.stdout:
        if line.strip():
            print("      " + line.rstrip()[:LINE_SHOWN_MAX], flush=True)
    if process.wait(seconds + GRACE_S) == 0:
        claim.ok(name)
    else:
        claim.fail(name, "see above")


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--seconds", type=int, default=600)
    options.add_argument("--seed", type=int, help="of a run that found something; another one each time without it")
    options.add_argument("--data", help="of a stack that runs already")
    options = options.parse_args()
    claim = Claims()
    with running(options.data) as stack:
        run(claim, stack, options.seconds, options.seed)
    return claim.finish()


if __name__ == "__main__":
    sys.exit(main())
