"""What a new user sees: the quickstart, real models, a bill that is right, an engine of somebody else.

Starts the stack with the README's command. Prints a line for each claim and, at the end,
`N passed, N failed`; exits with 1 if one failed.
"""

import json
import math
import pathlib
import re
import subprocess
import sys
import tempfile
import time
import traceback
import urllib.error
import urllib.request

import openai
import yaml

from speka_process import ROOT, Speka, free_port

REAL = "smollm2-135m-instruct"
EMBEDDER = "all-minilm-l6-v2"
SIMULATED = "meta/llama-3.3-70b-instruct"
UPSTREAM = "upstream/smollm2"
QUESTION = [{"role": "user", "content": "What is the capital of France?"}]
HEALING_WAIT_MAX_S = 60

passed, failed = [], []


def claim(name):
    """Runs a check at once and records how it ended."""

    def run(check):
        started = time.monotonic()
        try:
            check()
            passed.append(name)
            print(f"ok    {name} ({time.monotonic() - started:.1f} s)", flush=True)
        except Exception:  # a failed claim must not hide the next ones
            failed.append(name)
            print(f"FAIL  {name}\n{traceback.format_exc()}", flush=True)

    return run


def client(speka, key=None):
    ready = speka.ready
    return openai.OpenAI(base_url=ready["api"], api_key=key or ready["key"], max_retries=0)


def text_of(stream):
    return "".join(c.choices[0].delta.content or "" for c in stream if c.choices)


def post(speka, path, body, key=None, headers=None):
    """A raw request: status, headers, body as bytes."""
    request = urllib.request.Request(
        speka.ready["api"] + path,
        data=body if isinstance(body, bytes) else json.dumps(body).encode(),
        headers={
            "Authorization": f"Bearer {key or speka.ready['key']}",
            "Content-Type": "application/json",
            **(headers or {}),
        },
    )
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as answer:
        return answer.code, answer.headers, answer.read()


def eventually(check, wait_s=HEALING_WAIT_MAX_S):
    deadline = time.monotonic() + wait_s
    while True:
        try:
            return check()
        except Exception:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.25)


class Upstream:
    def __init__(self, model_file, port):
        self.model_file, self.port, self.process = model_file, port, None

    def start(self):
        self.process = subprocess.Popen(
            [sys.executable, "upstream_server.py", str(self.model_file), str(self.port)],
            cwd=pathlib.Path(__file__).parent,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        eventually(
            lambda: urllib.request.urlopen(f"http://127.0.0.1:{self.port}/v1/models", timeout=2)
        )

    def kill(self):
        self.process.kill()
        self.process.wait()


def console(speka, path):
    ready = speka.ready
    request = urllib.request.Request(ready["console"] + path)
    passwords = urllib.request.HTTPPasswordMgrWithDefaultRealm()
    passwords.add_password(None, ready["console"], ready["admin_user"], ready["admin_password"])
    opener = urllib.request.build_opener(urllib.request.HTTPBasicAuthHandler(passwords))
    with opener.open(request, timeout=10) as answer:
        return json.load(answer)


def job_id(chat_id):
    digits = chat_id.removeprefix("chatcmpl-")
    return "-".join(re.fullmatch(r"(.{8})(.{4})(.{4})(.{4})(.{12})", digits).groups())


def cosine(a, b):
    return sum(x * y for x, y in zip(a, b)) / math.sqrt(
        sum(x * x for x in a) * sum(y * y for y in b)
    )


def check_quickstart(speka):
    @claim("the quickstart's Python streams a haiku, as written but for key and URL")
    def _():
        resp = client(speka).chat.completions.create(
            model="meta/llama-3.3-70b-instruct",
            messages=[{"role": "user", "content": "Write a haiku about GPUs."}],
            stream=True,
        )
        out = ""
        for chunk in resp:
            out += chunk.choices[0].delta.content or ""
        assert len(out.split()) > 3, out

    @claim("curl streams real sentences from the real chat model")
    def _():
        out = subprocess.run(
            ["curl", "-sN", speka.ready["api"] + "/chat/completions",
             "-H", f"Authorization: Bearer {speka.ready['key']}",
             "-H", "Content-Type: application/json",
             "-d", json.dumps({"model": REAL, "messages": QUESTION, "stream": True, "temperature": 0})],
            capture_output=True, text=True, timeout=120, check=True,
        ).stdout
        events = [line[6:] for line in out.splitlines() if line.startswith("data: ")]
        assert events[-1] == "[DONE]", out[-300:]
        text = "".join(
            c["delta"].get("content") or "" for e in events[:-1] for c in json.loads(e)["choices"]
        )
        assert "Paris" in text, text

    @claim("related sentences are closer than unrelated ones, floats and base64 agree")
    def _():
        texts = ["How do I reset my password?", "I forgot my login credentials", "The cat sat on the mat"]
        vectors = [d.embedding for d in client(speka).embeddings.create(model=EMBEDDER, input=texts).data]
        floats = client(speka).embeddings.create(model=EMBEDDER, input=texts[0], encoding_format="float")
        assert cosine(vectors[0], vectors[1]) > cosine(vectors[0], vectors[2]) + 0.2
        assert cosine(vectors[0], floats.data[0].embedding) > 0.999

    @claim("models are listed, and found under ids with plain and encoded slashes")
    def _():
        ids = {m.id for m in client(speka).models.list()}
        assert {REAL, EMBEDDER, SIMULATED, UPSTREAM} <= ids, ids
        assert client(speka).models.retrieve(SIMULATED).id == SIMULATED
        request = urllib.request.Request(
            speka.ready["api"] + "/models/" + SIMULATED,
            headers={"Authorization": f"Bearer {speka.ready['key']}"},
        )
        assert json.load(urllib.request.urlopen(request))["id"] == SIMULATED


def check_bill(speka):
    @claim("the posted amount is usage times price, for a real and a simulated model")
    def _():
        catalog = yaml.safe_load((speka.data / "catalog.yaml").read_text())["models"]
        for model in (REAL, SIMULATED):
            answer = client(speka).chat.completions.create(model=model, messages=QUESTION, max_tokens=20)
            prices = next(m["prices"] for m in catalog if m["id"] == model)
            cached = answer.usage.prompt_tokens_details.cached_tokens or 0
            expected = math.ceil(
                (
                    (answer.usage.prompt_tokens - cached) * prices["prompt"]
                    + cached * prices["cached_prompt"]
                    + answer.usage.completion_tokens * prices["completion"]
                )
                / 1_000_000
            )
            bill = eventually(lambda: console(speka, "/api/bills/" + job_id(answer.id)), 10)
            assert bill["amount_micro_credits"] == expected > 0, (bill, expected)


def cli(speka, *arguments, status=0):
    """Runs infra/cli/speka on this stack; returns what it printed."""
    run = subprocess.run(
        [str(ROOT / "infra/cli/speka"), *arguments, "--data", str(speka.data)],
        capture_output=True, text=True, timeout=600,
    )
    assert run.returncode == status, (arguments, run.returncode, run.stdout, run.stderr)
    return run.stdout


def check_operator(speka):
    @claim("an operator mints a key, sees its usage, tops up, revokes it, and it is refused")
    def _():
        org = json.loads(cli(speka, "org", "create", "Acme", "--json"))["id"]
        key = json.loads(cli(speka, "key", "mint", "check", "--org", org, "--json"))
        theirs = client(speka, key["secret"])
        ask = lambda: theirs.chat.completions.create(
            model=SIMULATED, messages=QUESTION, max_tokens=4
        )
        eventually(ask)
        eventually(lambda: json.loads(cli(speka, "usage", "--org", org, "--json")), 20)
        cli(speka, "topup", org, "25", "--reason", "end-to-end check")
        balance = json.loads(cli(speka, "balance", org, "--json"))["balance_micro_credits"]
        assert 0 < 25_000_000 - balance < 1_000_000, balance
        assert "balance.top_up" in cli(speka, "audit", "--org", org)
        cli(speka, "ledger", "verify")
        cli(speka, "key", "revoke", key["id"])

        def refused():
            try:
                ask()
            except openai.AuthenticationError:
                return
            raise AssertionError("a revoked key was accepted")

        eventually(refused, 5)


def check_bad_input(speka):
    @claim("bad input gets its status in the envelope, and the field is named")
    def _():
        chat = {"model": SIMULATED, "messages": QUESTION}
        cases = [
            (401, None, dict(key="sk-speka-live-nonsense", body=chat)),
            (404, "model", dict(body={**chat, "model": "no/such-model"})),
            (400, None, dict(body=b'{"model": ')),
            (400, None, dict(body=b'{"model": "m", "messages": NaN}')),
            (400, "messages", dict(body={"model": SIMULATED})),
            (400, "temperature", dict(body={**chat, "temperature": "hot"})),
            (400, "stream", dict(body={**chat, "stream": "yes"})),
            (413, None, dict(body={**chat, "user": "x" * (9 << 20)})),
        ]
        for status, param, case in cases:
            code, headers, body = post(speka, "/chat/completions", **case)
            error = json.loads(body)["error"]
            assert code == status, (status, code, body)
            assert set(error) == {"message", "type", "param", "code"}, error
            assert param is None or error["param"] == param, (param, error)
            assert headers["x-request-id"], headers


def check_upstream(speka, upstream):
    @claim("a model whose server is down answers 503 with Retry-After")
    def _():
        code, headers, body = post(speka, "/chat/completions", {"model": UPSTREAM, "messages": QUESTION})
        assert code == 503, (code, body)
        assert 1 <= int(headers["Retry-After"]) <= 60

    upstream.start()

    @claim("once the server is up its model is served, byte-identical to the direct answer")
    def _():
        request = dict(messages=QUESTION, temperature=0, max_tokens=48, stream=True, seed=1)
        through = eventually(
            lambda: text_of(client(speka).chat.completions.create(model=UPSTREAM, **request))
        )
        direct_client = openai.OpenAI(base_url=f"http://127.0.0.1:{upstream.port}/v1", api_key="none")
        direct = text_of(direct_client.chat.completions.create(model=UPSTREAM, **request))
        assert through and through == direct, (through, direct)

    @claim("a response is made by that server too, and says what the chat says")
    def _():
        through = client(speka)
        question = dict(temperature=0, max_tokens=24)
        said = through.chat.completions.create(model=UPSTREAM, messages=QUESTION, **question)
        request = dict(model=UPSTREAM, input=QUESTION, temperature=0, max_output_tokens=24)
        response = through.responses.create(**request)
        events = list(through.responses.create(stream=True, **request))
        assert response.output_text == said.choices[0].message.content, (response, said)
        assert response.usage.total_tokens == said.usage.total_tokens, (response.usage, said.usage)
        assert [event.sequence_number for event in events] == list(range(len(events)))
        assert events[-1].response.output_text == response.output_text, events[-1]
        assert through.responses.retrieve(response.id).output_text == response.output_text

    @claim("the server killed in mid-stream gives one clear error event")
    def _():
        long = [{"role": "user", "content": "Count from one to five hundred in words."}]
        stream = client(speka).chat.completions.create(
            model=UPSTREAM, messages=long, stream=True, max_tokens=1500
        )
        received = 0
        try:
            for _chunk in stream:
                received += 1
                if received == 10:
                    upstream.kill()
            raise AssertionError(f"the stream ended without an error after {received} chunks")
        except openai.APIError as error:
            assert error.code == "upstream_error", (error.code, error)
        assert received >= 10, received

    @claim("the server started again is served again")
    def _():
        upstream.start()
        answer = eventually(
            lambda: client(speka).chat.completions.create(
                model=UPSTREAM, messages=QUESTION, max_tokens=8
            )
        )
        assert answer.choices[0].message.content


def check_restarts(speka):
    key = speka.ready["key"]
    first = {}

    @claim("SIGTERM leaves no process behind")
    def _():
        left = speka.stop()
        assert not left, left
        assert not (speka.data / "ready.json").exists()

    @claim("a second start keeps key and balance")
    def _():
        first["seconds"] = speka.start()
        assert speka.ready["key"] == key
        assert client(speka).chat.completions.create(model=SIMULATED, messages=QUESTION)
        assert console(speka, "/api/balance")

    print(f"      warm second start: {first.get('seconds', -1):.1f} s to READY", flush=True)

    @claim("after kill -9 of the launcher the next start reaps what is left and works")
    def _():
        pids = speka.kill_launcher()
        speka.start()
        assert not speka.left(pids, wait_s=5)
        assert client(speka).chat.completions.create(model=SIMULATED, messages=QUESTION)

    speka.stop()


def main():
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="speka-checks-") as data:
        speka = Speka(data, SPEKA_UPSTREAM=f"{UPSTREAM}=http://127.0.0.1:{port}/v1")
        print(f"starting the stack in {ROOT.name}", flush=True)
        print(f"      first start: {speka.start():.1f} s to READY", flush=True)
        upstream = Upstream(next((speka.data / "models").glob("*.gguf")), port)
        try:
            check_quickstart(speka)
            check_bill(speka)
            check_operator(speka)
            check_bad_input(speka)
            check_upstream(speka, upstream)
            check_restarts(speka)
        finally:
            if upstream.process:
                upstream.kill()
            if speka.process.poll() is None:
                speka.stop()
    print(f"{len(passed)} passed, {len(failed)} failed", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
