"""Many streams at once, of different texts: each must be what the same request is alone.

The simulator's text follows from the request, so every stream has a reference. A content delta
that is lost, doubled, out of order or somebody else's makes its text differ.
"""

import asyncio
import json

import httpx

from openai_python import CHAT

STREAMS = 500
REFERENCES_AT_ONCE = 32
WAIT_MAX_S = 240


def run(claim, stack):
    @claim(f"{STREAMS} streams at once are, byte by byte, what each of them is alone")
    def _():
        asyncio.run(_compare(stack))


def _body(i):
    return {
        "model": CHAT,
        "messages": [{"role": "user", "content": f"Tell story number {i}. Mit Ümläuten: 🚀"}],
        "max_tokens": 40 + i % 60,
        "seed": i,
    }


async def _compare(stack):
    limits = httpx.Limits(max_connections=STREAMS, max_keepalive_connections=0)
    headers = {"Authorization": f"Bearer {stack.key}"}
    async with httpx.AsyncClient(
        base_url=stack.api, headers=headers, timeout=WAIT_MAX_S, limits=limits
    ) as client:
        all_open = asyncio.Barrier(STREAMS)
        streams = await asyncio.gather(*(_stream(client, i, all_open) for i in range(STREAMS)))
        few = asyncio.Semaphore(REFERENCES_AT_ONCE)
        references = await asyncio.gather(*(_whole(client, i, few) for i in range(STREAMS)))
    assert len(set(references)) == STREAMS, "the texts must differ, or they prove nothing"
    wrong = [i for i in range(STREAMS) if streams[i] != references[i]]
    assert not wrong, f"{len(wrong)} differ, first {wrong[0]}: {streams[wrong[0]]!r}"


async def _stream(client, i, all_open):
    """Text of one stream, which is read on only when all have begun."""
    body = {**_body(i), "stream": True}
    text, ids, ended, waited = "", set(), [], False
    async with client.stream("POST", "/chat/completions", json=body) as answer:
        assert answer.status_code == 200, await answer.aread()
        async for line in answer.aiter_lines():
            if not waited:
                await asyncio.wait_for(all_open.wait(), WAIT_MAX_S)
                waited = True
            assert not ended or not line, (i, line)
            if line == "data: [DONE]":
                ended.append(line)
            elif line.startswith("data: "):
                chunk = json.loads(line[6:])
                ids.add(chunk["id"])
                text += chunk["choices"][0]["delta"].get("content") or ""
    assert ended and len(ids) == 1, (i, ended, ids)
    return text


async def _whole(client, i, few):
    async with few:
        answer = await client.post("/chat/completions", json=_body(i))
    assert answer.status_code == 200, answer.text
    return answer.json()["choices"][0]["message"]["content"]
