"""What the description cannot say: which models there are, what they can, and how long an answer takes."""

import re
import uuid

import schemathesis

MODELS = {
    "/v1/chat/completions": "meta/llama-3.3-70b-instruct",
    "/v1/completions": "meta/llama-3.3-70b-instruct",
    "/v1/responses": "meta/llama-3.3-70b-instruct",
    "/v1/embeddings": "nvidia/llama-3.2-nv-embedqa-1b-v2",
    "/v1/images/generations": "black-forest-labs/flux.1-dev",
}
LENGTHS = ("max_tokens", "max_completion_tokens", "max_output_tokens")
LENGTH_MAX = 64
# More is a value of the field, but not of this model's; what is no value at all stays as it is.
DIMENSIONS_OF_THE_MODEL_MAX = 2048
DIMENSIONS_MAX = 65_536
INTEGER_MAX = 2**63 - 1


@schemathesis.hook("map_body")
def a_model_that_exists(context, body):
    model = MODELS.get(context.operation.path)
    if model and isinstance(body, dict) and isinstance(body.get("model"), str) and body["model"]:
        body["model"] = model
    return body


@schemathesis.hook("map_body")
def an_answer_of_some_length(_context, body):
    if isinstance(body, dict):
        for name in LENGTHS:
            if isinstance(body.get(name), int) and LENGTH_MAX < body[name] <= INTEGER_MAX:
                body[name] = LENGTH_MAX
    return body


@schemathesis.hook("map_body")
def dimensions_that_the_model_has(context, body):
    if context.operation.path == "/v1/embeddings" and isinstance(body, dict):
        dimensions = body.get("dimensions")
        if isinstance(dimensions, (int, float)) and DIMENSIONS_OF_THE_MODEL_MAX < dimensions <= DIMENSIONS_MAX:
            body["dimensions"] = type(dimensions)(DIMENSIONS_OF_THE_MODEL_MAX)
    return body


@schemathesis.hook("map_body")
def a_tool_that_is_given(_context, body):
    try:
        tool = body["tools"][0]
        # The two APIs that know tools have the name in different places.
        inner = "function" in tool
        choice = body["tool_choice"]["function"] if inner else body["tool_choice"]
        if isinstance(choice["name"], str):
            choice["name"] = tool["function"]["name"] if inner else tool["name"]
    except (AttributeError, KeyError, TypeError, IndexError):
        pass  # neither given, or deliberately wrong
    return body


@schemathesis.hook
def before_call(_context, case, _kwargs):
    """A key stands for one request, and a stream can be gone on with where there was one: no single case knows that."""
    headers = case.headers or {}
    key = headers.get("Idempotency-Key")
    if isinstance(key, str) and re.fullmatch("[ -~]{1,255}", key):
        unique = uuid.uuid4().hex
        headers["Idempotency-Key"] = key[: 255 - len(unique)] + unique
    if re.fullmatch("[0-9]{1,9}", str(headers.get("Last-Event-ID", ""))):
        del headers["Last-Event-ID"]
