"""What users bring, against the whole stack: SDKs, a framework, many streams, a fuzzer.

Prints a line for each claim and, at the end, `N passed, N failed`; exits with 1 if one failed.
"""

import argparse
import json
import pathlib
import re
import subprocess
import sys

import fuzz
import openai_python
import streams_apart
from claims import Claims
from stack import running

HERE = pathlib.Path(__file__).resolve().parent
SDKS_FOR_NODE = ("openai-v4", "openai-v6", "openai-v7")
NODE_WAIT_MAX_S = 600
LANGCHAIN_WAIT_MAX_S = 600
# The gate says the same of the same code each time; runs on demand go where no run has been.
FUZZ_SEED = 1
FUZZ_S = 60


def node(claim, stack, modules):
    """The same script with each SDK; its lines are claims of ours."""
    about = {
        "api": stack.api,
        "key": stack.key,
        "revoked": stack.fixtures["revoked"],
        "limited": stack.fixtures["limited"],
        "scoped": stack.fixtures.get("scoped"),
        "inflight_url": stack.fixtures["inflight_url"],
        "proxy": stack.proxy.url,
        "modules": modules,
        "only": claim.only,
    }
    for sdk in SDKS_FOR_NODE:
        process = subprocess.Popen(
            ["node", "openai_node.mjs", sdk, json.dumps(about)],
            cwd=HERE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for line in process.stdout:
            print(line, end="", flush=True)
            if found := re.fullmatch(r"(ok   |FAIL ) (.*)\n", line):
                (claim.passed if found[1].startswith("ok") else claim.failed).append(found[2])
        if process.wait(NODE_WAIT_MAX_S) not in (0, 1):
            claim.fail(f"{sdk} comes to its end", f"exit status {process.returncode}")


def langchain(claim, stack):
    """LangChain's own standard tests, with what it says about each."""
    tests = ["test_langchain.py", "-q", "-rfExXs", "-p", "no:cacheprovider", "-p", "no:warnings", "--tb=short"]
    if claim.only and "langchain" not in claim.only:
        return
    process = subprocess.Popen(
        [sys.executable, "-m", "pytest", *tests, "--junitxml", str(stack.data / "langchain.xml")],
        cwd=HERE,
        env={"PATH": "/usr/bin:/bin", "SPEKA_API": stack.api, "SPEKA_KEY": stack.key},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    for line in process.stdout:
        print("      " + line, end="", flush=True)
    process.wait(LANGCHAIN_WAIT_MAX_S)
    suite = (stack.data / "langchain.xml").read_text()
    counts = {k: int(v) for k, v in re.findall(r'(errors|failures|skipped|tests)="(\d+)"', suite)}
    broken = counts["errors"] + counts["failures"]
    good = counts["tests"] - broken - counts["skipped"]
    name = f"langchain: {good} of its standard tests hold, {counts['skipped']} are about other things"
    if process.returncode == 0 and good > 0:
        claim.ok(name)
    else:
        claim.fail(name, f"{broken} do not")


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--modules", required=True, help="folder with the SDKs for Node")
    options.add_argument("--data", help="of a stack that runs already")
    options.add_argument("--only", default="", help="text that a claim's name must contain")
    options = options.parse_args()
    claim = Claims(options.only)
    with running(options.data) as stack:
        openai_python.run(claim, stack)
        node(claim, stack, options.modules)
        langchain(claim, stack)
        streams_apart.run(claim, stack)
        fuzz.run(claim, stack, FUZZ_S, FUZZ_SEED)
    return claim.finish()


if __name__ == "__main__":
    sys.exit(main())
