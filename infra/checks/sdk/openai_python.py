"""The official SDK for Python against the whole stack."""

import base64
import io
import json
import secrets
import urllib.request

import openai
import pydantic
from PIL import Image

from claims import eventually

CHAT = "meta/llama-3.3-70b-instruct"
REASONER = "deepseek-ai/deepseek-r1"
EMBEDDER = "nvidia/llama-3.2-nv-embedqa-1b-v2"
PAINTER = "black-forest-labs/flux.1-dev"
QUESTION = [{"role": "user", "content": "What is the weather in Paris and in Rome?"}]
LONG = 4000
TOOLS = [
    {
        "type": "function",
        "function": {
            "name": name,
            "description": description,
            "parameters": {
                "type": "object",
                "properties": {
                    "city": {"type": "string"},
                    "days": {"type": "integer", "minimum": 1, "maximum": 7},
                },
                "required": ["city", "days"],
                "additionalProperties": False,
            },
        },
    }
    for name, description in (("weather", "The weather."), ("news", "The news."))
]


class Person(pydantic.BaseModel):
    name: str
    age: int
    tags: list[str]


def run(claim, stack):
    """Every claim about the SDK for Python; `stack` says where and with which keys."""
    client = stack.client()
    _chat(claim, client)
    _tools(claim, client)
    _formats(claim, client)
    _embeddings(claim, client)
    _images(claim, client)
    _models(claim, client)
    _completions(claim, client)
    _responses(claim, client)
    _errors(claim, stack)
    _leaving(claim, stack)
    _retries(claim, stack)


def _chat(claim, client):
    create = client.chat.completions.create

    @claim("python: a chat answer has text, a finish reason, usage that adds up and a request id")
    def _():
        answer = create(model=CHAT, messages=QUESTION)
        choice, usage = answer.choices[0], answer.usage
        assert answer.object == "chat.completion" and answer.model == CHAT, answer
        assert answer.id.startswith("chatcmpl-") and answer._request_id, answer
        assert choice.finish_reason == "stop" and choice.message.content, choice
        assert choice.message.tool_calls is None, choice
        assert usage.total_tokens == usage.prompt_tokens + usage.completion_tokens, usage

    @claim("python: a stream says what the answer says, role once, one finish reason, usage last")
    def _():
        whole = create(model=CHAT, messages=QUESTION, seed=7)
        chunks = list(
            create(
                model=CHAT,
                messages=QUESTION,
                seed=7,
                stream=True,
                stream_options={"include_usage": True},
            )
        )
        assert len({(c.id, c.created, c.model) for c in chunks}) == 1
        *spoken, last = chunks
        assert last.choices == [] and last.usage.completion_tokens == whole.usage.completion_tokens
        assert all(c.usage is None for c in spoken)
        deltas = [c.choices[0].delta for c in spoken]
        assert [d.role for d in deltas if d.role] == ["assistant"]
        assert "".join(d.content or "" for d in deltas) == whole.choices[0].message.content
        assert [c.choices[0].finish_reason for c in spoken if c.choices[0].finish_reason] == ["stop"]

    @claim("python: the SDK's own accumulator takes a stream apart and together")
    def _():
        with client.chat.completions.stream(model=CHAT, messages=QUESTION, n=2) as stream:
            for _event in stream:
                pass
            final = stream.get_final_completion()
        assert [c.index for c in final.choices] == [0, 1]
        assert all(c.message.content and c.finish_reason == "stop" for c in final.choices)

    @claim("python: n, stop, max_completion_tokens, logprobs and seed are obeyed")
    def _():
        same = dict(model=CHAT, messages=QUESTION, max_completion_tokens=12, n=3, seed=5)
        answer = create(**same, logprobs=True, top_logprobs=2)
        assert [c.finish_reason for c in answer.choices] == ["length"] * 3
        assert len({c.message.content for c in answer.choices}) == 3
        assert answer.usage.completion_tokens == 36
        for choice in answer.choices:
            tokens = choice.logprobs.content
            assert len(tokens) == 12 and all(t.logprob <= 0 for t in tokens)
            assert all(len(t.top_logprobs) == 2 for t in tokens)
        again = create(**same)
        texts = [c.message.content for c in again.choices]
        assert texts == [c.message.content for c in answer.choices]
        word = texts[0].split()[4]
        stopped = create(**same, stop=[word]).choices[0]
        assert stopped.finish_reason == "stop" and word not in stopped.message.content
        assert texts[0].startswith(stopped.message.content)

    @claim("python: reasoning comes before the answer, under both of its names")
    def _():
        message = create(model=REASONER, messages=QUESTION).choices[0].message
        assert message.reasoning_content and message.reasoning == message.reasoning_content
        assert "<think>" not in message.content
        kinds = []
        for chunk in create(model=REASONER, messages=QUESTION, stream=True):
            delta = chunk.choices[0].delta
            if getattr(delta, "reasoning_content", None):
                kinds.append("reasoning")
            elif delta.content:
                kinds.append("content")
        assert kinds == sorted(kinds, reverse=True) and set(kinds) == {"reasoning", "content"}


def _tools(claim, client):
    create = client.chat.completions.create

    def check(call):
        arguments = json.loads(call.function.arguments)
        assert set(arguments) == {"city", "days"} and 1 <= arguments["days"] <= 7, arguments

    def parallel(**more):
        """Some conversation in which the model makes two calls at once."""
        for attempt in range(20):
            messages = [{"role": "user", "content": f"Weather and news, please ({attempt})."}]
            answer = create(model=CHAT, messages=messages, tools=TOOLS, **more)
            if len(answer.choices[0].message.tool_calls) == 2:
                return messages, answer
        raise AssertionError("no parallel calls in 20 conversations")

    @claim("python: a conversation with parallel tools goes call, result, answer")
    def _():
        messages, answer = parallel()
        choice = answer.choices[0]
        assert choice.finish_reason == "tool_calls" and choice.message.content is None, choice
        calls = choice.message.tool_calls
        assert len({c.id for c in calls}) == 2 and {c.function.name for c in calls} == {"weather", "news"}
        for call in calls:
            check(call)
        messages.append(choice.message)
        messages += [{"role": "tool", "tool_call_id": c.id, "content": "fine"} for c in calls]
        last = create(model=CHAT, messages=messages, tools=TOOLS).choices[0]
        assert last.finish_reason == "stop" and last.message.content

    @claim("python: streamed tools have an index in every delta, id and name once, whole arguments")
    def _():
        messages, answer = parallel(seed=3)
        collected = {}
        for chunk in create(model=CHAT, messages=messages, tools=TOOLS, seed=3, stream=True):
            for delta in chunk.choices[0].delta.tool_calls or []:
                call = collected.setdefault(delta.index, {"id": [], "name": [], "arguments": ""})
                if delta.id:
                    call["id"].append(delta.id)
                if delta.function.name:
                    call["name"].append(delta.function.name)
                call["arguments"] += delta.function.arguments or ""
        expected = answer.choices[0].message.tool_calls
        assert sorted(collected) == [0, 1], collected
        for index, call in collected.items():
            assert len(call["id"]) == 1, call
            assert call["name"] == [expected[index].function.name]
            assert call["arguments"] == expected[index].function.arguments

    @claim("python: the accumulator joins streamed tools into calls that parse")
    def _():
        with client.chat.completions.stream(
            model=CHAT, messages=QUESTION, tools=TOOLS, tool_choice="required"
        ) as stream:
            final = stream.get_final_completion().choices[0]
        for call in final.message.tool_calls:
            check(call)

    @claim("python: tool_choice none, required and by name, and one call at most, are obeyed")
    def _():
        ask = dict(model=CHAT, messages=QUESTION, tools=TOOLS)
        assert create(**ask, tool_choice="none").choices[0].message.content
        assert create(**ask, tool_choice="required").choices[0].message.tool_calls
        named = {"type": "function", "function": {"name": "news"}}
        choice = create(**ask, tool_choice=named).choices[0]
        assert [c.function.name for c in choice.message.tool_calls] == ["news"]
        assert choice.finish_reason == "stop", choice
        for attempt in range(6):
            one = create(
                model=CHAT,
                messages=[{"role": "user", "content": f"One at a time ({attempt})."}],
                tools=TOOLS,
                parallel_tool_calls=False,
            )
            assert len(one.choices[0].message.tool_calls) == 1


def _formats(claim, client):
    @claim("python: parse gives an object of the class that was asked for, streamed too")
    def _():
        parsed = client.chat.completions.parse(
            model=CHAT, messages=QUESTION, response_format=Person
        ).choices[0].message.parsed
        assert isinstance(parsed, Person) and parsed.name is not None
        with client.chat.completions.stream(
            model=CHAT, messages=QUESTION, response_format=Person
        ) as stream:
            final = stream.get_final_completion()
        assert final.choices[0].message.parsed == parsed

    @claim("python: json_object is an object")
    def _():
        answer = client.chat.completions.create(
            model=CHAT,
            messages=[{"role": "user", "content": "Answer in JSON."}],
            response_format={"type": "json_object"},
        )
        assert isinstance(json.loads(answer.choices[0].message.content), dict)


def _embeddings(claim, client):
    @claim("python: embeddings as the SDK asks by default equal those as floats")
    def _():
        default = client.embeddings.create(model=EMBEDDER, input="alpha")
        floats = client.embeddings.create(model=EMBEDDER, input="alpha", encoding_format="float")
        assert len(default.data[0].embedding) == 2048
        pairs = zip(default.data[0].embedding, floats.data[0].embedding, strict=True)
        assert all(abs(a - b) < 1e-6 for a, b in pairs)
        assert default.usage.prompt_tokens == default.usage.total_tokens > 0

    @claim("python: 2048 inputs come back in their order, equal to each asked alone")
    def _():
        texts = [f"text number {i}" for i in range(2048)]
        answer = client.embeddings.create(model=EMBEDDER, input=texts, dimensions=64)
        assert [d.index for d in answer.data] == list(range(2048))
        for i in (0, 1, 1023, 1024, 2047):
            alone = client.embeddings.create(model=EMBEDDER, input=texts[i], dimensions=64)
            assert alone.data[0].embedding == answer.data[i].embedding, i

    @claim("python: tokens instead of texts, one or many, give vectors too")
    def _():
        assert len(client.embeddings.create(model=EMBEDDER, input=[1, 2, 3]).data) == 1
        assert len(client.embeddings.create(model=EMBEDDER, input=[[1, 2], [3]]).data) == 2


def _images(claim, client):
    @claim("python: images are PNGs of the size that was asked for, each another picture")
    def _():
        answer = client.images.generate(
            model=PAINTER, prompt="a lighthouse", n=2, size="512x512", response_format="b64_json"
        )
        pictures = [base64.b64decode(d.b64_json, validate=True) for d in answer.data]
        assert len(set(pictures)) == 2
        for picture in pictures:
            image = Image.open(io.BytesIO(picture))
            image.load()
            assert image.format == "PNG" and image.size == (512, 512), image
            assert len(image.convert("RGB").getcolors(512 * 512)) > 16, "an empty picture"

    @claim("python: an image as jpeg is one; its size is the default if none is asked for")
    def _():
        answer = client.images.generate(
            model=PAINTER, prompt="a lighthouse", extra_body={"output_format": "jpeg"}
        )
        image = Image.open(io.BytesIO(base64.b64decode(answer.data[0].b64_json)))
        image.load()
        assert image.format == "JPEG" and image.size == (1024, 1024), image

    @claim("python: a size that is not offered, and a url, are refused by name")
    def _():
        for param, bad in (("size", "37x41"), ("response_format", "url")):
            try:
                client.images.generate(model=PAINTER, prompt="x", **{param: bad})
                raise AssertionError(param)
            except openai.BadRequestError as error:
                assert error.param == param, error.body


def _models(claim, client):
    @claim("python: models are listed and found, slashes in their ids or not")
    def _():
        listed = {m.id: m for m in client.models.list()}
        assert {CHAT, REASONER, EMBEDDER, PAINTER} <= set(listed), set(listed)
        for model in listed.values():
            assert model.object == "model" and model.owned_by and model.created > 0
            assert client.models.retrieve(model.id) == model

    @claim("python: an unknown model is a NotFoundError that names the parameter")
    def _():
        try:
            client.models.retrieve("no/such-model")
            raise AssertionError("found")
        except openai.NotFoundError as error:
            assert error.code == "model_not_found", error.body


def _completions(claim, client):
    create = client.completions.create

    @claim("python: legacy completions of several prompts are indexed prompt by prompt")
    def _():
        answer = create(model=CHAT, prompt=["Once", "Twice"], n=2, max_tokens=8)
        assert answer.object == "text_completion" and answer.id.startswith("cmpl-")
        assert sorted(c.index for c in answer.choices) == [0, 1, 2, 3]
        assert all(c.text and c.finish_reason == "length" for c in answer.choices)
        assert answer.usage.completion_tokens == 32

    @claim("python: a streamed legacy completion is the unstreamed one")
    def _():
        whole = create(model=CHAT, prompt="Once", max_tokens=32, echo=True).choices[0].text
        chunks = list(create(model=CHAT, prompt="Once", max_tokens=32, echo=True, stream=True))
        assert {c.object for c in chunks} == {"text_completion"}
        assert "".join(c.choices[0].text for c in chunks) == whole
        assert whole.startswith("Once")
        assert create(model=CHAT, prompt="Once").usage.completion_tokens == 16


def _responses(claim, client):
    create = client.responses.create
    tools = [{"type": "function", "strict": False, **tool["function"]} for tool in TOOLS]

    @claim("python: a response has text and usage, and can be retrieved, listed and deleted")
    def _():
        answer = create(model=CHAT, input="Hello", instructions="Be brief.", store=True)
        assert answer.status == "completed" and answer.output_text, answer
        assert answer.usage.total_tokens == answer.usage.input_tokens + answer.usage.output_tokens
        assert eventually(lambda: client.responses.retrieve(answer.id)).output_text == answer.output_text
        assert [i.role for i in client.responses.input_items.list(answer.id)] == ["user"]
        more = create(model=CHAT, input="And then?", previous_response_id=answer.id)
        assert more.previous_response_id == answer.id and more.output_text
        client.responses.delete(answer.id)
        try:
            client.responses.retrieve(answer.id)
            raise AssertionError("still there")
        except openai.NotFoundError:
            pass

    @claim("python: a streamed response numbers its events without a gap and ends completed")
    def _():
        events = list(create(model=CHAT, input="Hello", stream=True))
        assert [e.sequence_number for e in events] == list(range(len(events)))
        assert events[0].type == "response.created" and events[-1].type == "response.completed"
        text = "".join(e.delta for e in events if e.type == "response.output_text.delta")
        assert text and text == events[-1].response.output_text

    @claim("python: the SDK's own accumulator follows a streamed response")
    def _():
        with client.responses.stream(model=CHAT, input="Hello") as stream:
            for _event in stream:
                pass
            assert stream.get_final_response().output_text

    @claim("python: responses call functions, and go on with what they returned")
    def _():
        first = create(model=CHAT, input="Weather?", tools=tools, tool_choice="required")
        calls = [item for item in first.output if item.type == "function_call"]
        assert calls and all(set(json.loads(c.arguments)) == {"city", "days"} for c in calls)
        results = [
            {"type": "function_call_output", "call_id": c.call_id, "output": "fine"} for c in calls
        ]
        last = create(model=CHAT, previous_response_id=first.id, input=results, tools=tools)
        assert last.output_text, last.output
        events = list(create(model=CHAT, input="Weather?", tools=tools, tool_choice="required", stream=True))
        done = [e for e in events if e.type == "response.function_call_arguments.done"]
        assert [e.arguments for e in done] == [c.arguments for c in calls]

    @claim("python: a response parses into the class that was asked for")
    def _():
        answer = client.responses.parse(model=CHAT, input="Somebody", text_format=Person)
        assert isinstance(answer.output_parsed, Person)

    @claim("python: a response in the background is queued, and polled to its end")
    def _():
        queued = create(model=CHAT, input="Hello", background=True)
        assert queued.status in ("queued", "in_progress", "completed"), queued.status

        def ended():
            answer = client.responses.retrieve(queued.id)
            assert answer.status == "completed", answer.status
            return answer

        assert eventually(ended).output_text

    @claim("python: a stream that was left in the background goes on where it was left")
    def _():
        stream = create(model=CHAT, input="Hello", background=True, stream=True, max_output_tokens=200)
        seen = [event for event, _ in zip(stream, range(10))]
        stream.close()
        response, last = seen[0].response.id, seen[-1].sequence_number
        assert last == 9, last
        resume = dict(response_id=response, stream=True)
        rest = list(client.responses.retrieve(**resume, starting_after=last))
        everything = list(client.responses.retrieve(**resume))
        assert [e.sequence_number for e in seen + rest] == list(range(len(everything)))
        assert [e.to_dict() for e in seen + rest] == [e.to_dict() for e in everything]
        text = "".join(e.delta for e in seen + rest if e.type == "response.output_text.delta")
        assert text == rest[-1].response.output_text

    @claim("python: a response in the background can be cancelled, and stays so")
    def _():
        running = create(model=CHAT, input="Hello", background=True, max_output_tokens=LONG)
        assert client.responses.cancel(running.id).status == "cancelled"
        assert client.responses.retrieve(running.id).status == "cancelled"


def _errors(claim, stack):
    def refused(kind, call):
        try:
            call()
        except kind as error:
            return error
        raise AssertionError(f"no {kind.__name__}")

    def chat(client=None, **more):
        ask = {"model": CHAT, "messages": QUESTION, **more}
        return (client or stack.client()).chat.completions.create(**ask)

    @claim("python: bad requests are BadRequestErrors with code and field")
    def _():
        cases = [
            ("temperature", dict(temperature=3.5)),
            ("messages", dict(messages=[])),
            ("n", dict(n=0)),
            ("tool_choice", dict(tool_choice="required")),
            ("stream_options", dict(stream_options={"include_usage": True})),
            ("max_tokens", dict(max_tokens=0)),
        ]
        for param, more in cases:
            error = refused(openai.BadRequestError, lambda: chat(**more))
            assert (error.param or "").split(".")[0] == param, (param, error.body)
            assert error.request_id and error.type == "invalid_request_error", error.body

    @claim("python: a prompt over the window is refused with context_length_exceeded")
    def _():
        text = "word " * 140_000
        error = refused(
            openai.BadRequestError, lambda: chat(messages=[{"role": "user", "content": text}])
        )
        assert error.code == "context_length_exceeded" and error.param == "messages", error.body

    @claim("python: a wrong key and a revoked one are AuthenticationErrors")
    def _():
        for key in ("sk-speka-live-nonsense", "another-kind-of-key", stack.fixtures["revoked"]):
            error = refused(openai.AuthenticationError, lambda: chat(stack.client(key)))
            assert error.code == "invalid_api_key" and key not in str(error), error.body

    @claim("python: an unknown model is a NotFoundError")
    def _():
        error = refused(openai.NotFoundError, lambda: chat(model="no/such-model"))
        assert (error.code, error.param) == ("model_not_found", "model"), error.body

    scoped = stack.fixtures.get("scoped")
    if scoped is None:
        claim.skip("python: a key may use its models only", "the fixtures have no such key")
    else:

        @claim("python: a key may use its models only, else a PermissionDeniedError")
        def _():
            client = stack.client(scoped)
            allowed = [m.id for m in client.models.list()]
            assert allowed and CHAT not in allowed, allowed
            error = refused(openai.PermissionDeniedError, lambda: chat(client))
            assert error.code == "model_not_allowed", error.body

    @claim("python: a model that always fails is an InternalServerError, streamed or not")
    def _():
        for stream in (False, True):
            error = refused(openai.InternalServerError, lambda: chat(model="sim/fail", stream=stream))
            assert error.status_code in (502, 503) and error.type == "server_error", error.body
            assert 1 <= int(error.response.headers["retry-after"]) <= 60

    @claim("python: a model whose first attempt fails answers as if nothing had been")
    def _():
        assert chat(model="sim/flaky").choices[0].message.content
        chunks = list(chat(model="sim/flaky", stream=True))
        assert sum(1 for c in chunks if c.choices[0].delta.role) == 1

    @claim("python: a failure in mid-stream is an APIError with type and code, after the text")
    def _():
        received = []

        def read():
            for chunk in chat(model="sim/midfail", stream=True, max_tokens=50):
                received.append(chunk)

        error = refused(openai.APIError, read)
        assert received and not isinstance(error, openai.APIStatusError), error
        assert error.type == "server_error" and error.code, error.body
        assert not any(c.choices[0].finish_reason for c in received)


def _leaving(claim, stack):
    def inflight(expected):
        def check():
            with urllib.request.urlopen(stack.fixtures["inflight_url"], timeout=5) as answer:
                now = int(answer.read())
            assert expected(now), now

        eventually(check, 20)

    @claim("python: a client that leaves in mid-stream frees its slot at once")
    def _():
        inflight(lambda now: now == 0)
        stream = stack.client().chat.completions.create(
            model=CHAT, messages=QUESTION, stream=True, max_tokens=LONG
        )
        for _chunk, _ in zip(stream, range(5)):
            pass
        inflight(lambda now: now == 1)
        stream.close()
        inflight(lambda now: now == 0)

    @claim("python: a client that gives up on a whole answer frees its slot")
    def _():
        inflight(lambda now: now == 0)
        try:
            stack.client().with_options(timeout=1).chat.completions.create(
                model=CHAT, messages=QUESTION, max_tokens=LONG
            )
            raise AssertionError("answered")
        except openai.APITimeoutError:
            pass
        inflight(lambda now: now == 0)

    @claim("python: the SDK's timeout header is the job's deadline")
    def _():
        try:
            stack.client().chat.completions.create(
                model=CHAT,
                messages=QUESTION,
                max_tokens=LONG,
                extra_headers={"x-stainless-read-timeout": "1"},
            )
            raise AssertionError("answered")
        except openai.InternalServerError as error:
            assert (error.status_code, error.code) == (504, "upstream_timeout"), error.body
        inflight(lambda now: now == 0)


def _retries(claim, stack):
    @claim("python: a key over its rate gets RateLimitErrors, and an answer if the SDK may retry")
    def _():
        ask = dict(model=CHAT, messages=QUESTION, max_tokens=1)
        hasty = stack.client(stack.fixtures["limited"])
        for _attempt in range(12):
            try:
                hasty.chat.completions.create(**ask)
            except openai.RateLimitError as error:
                assert error.code == "rate_limit_exceeded", error.body
                assert 1 <= int(error.response.headers["retry-after"]) <= 60
                break
        else:
            raise AssertionError("12 requests at once, none refused")
        patient = hasty.with_options(max_retries=2)
        assert patient.chat.completions.create(**ask).choices[0].finish_reason == "length"

    for status in (429, 503):

        @claim(f"python: {status} with Retry-After is retried after that wait, and then served")
        def _(status=status):
            token = secrets.token_hex(4)
            client = openai.OpenAI(
                base_url=f"{stack.proxy.url}/{status}/{token}/v1", api_key=stack.key
            )
            answer = client.chat.completions.create(model=CHAT, messages=QUESTION)
            assert answer.choices[0].message.content
            first, second = stack.proxy.seen(token)
            assert 0.9 <= second["at"] - first["at"] < 8, (first, second)
            assert second["retry_count"] == "1", second
