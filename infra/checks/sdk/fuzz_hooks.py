"""What the description cannot say: which models there are, and how long an answer takes."""

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
def a_tool_that_is_given(_context, body):
    try:
        body["tool_choice"]["function"]["name"] = body["tools"][0]["function"]["name"]
    except (AttributeError, KeyError, TypeError, IndexError):
        pass  # neither given, or deliberately wrong
    return body
