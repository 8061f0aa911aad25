// The official SDK for Node against the whole stack: `node openai_node.mjs openai-v6 '{"api": …}'`.
// One line for each claim, `ok    name` or `FAIL  name`; exits with 1 if one failed.

import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";

const [name, json] = process.argv.slice(2);
const stack = JSON.parse(json);
const label = name.replace("openai-", "node ");
const require = createRequire(pathToFileURL(path.join(stack.modules, "package.json")));
const OpenAI = require(name).default;

const CHAT = "meta/llama-3.3-70b-instruct";
const REASONER = "deepseek-ai/deepseek-r1";
const EMBEDDER = "nvidia/llama-3.2-nv-embedqa-1b-v2";
const PAINTER = "black-forest-labs/flux.1-dev";
const LONG = 4000;
const WAIT_MAX_MS = 20_000;
const CLAIM_MAX_MS = 120_000;
const messages = [{ role: "user", content: "What is the weather in Paris and in Rome?" }];
const parameters = {
  type: "object",
  properties: { city: { type: "string" }, days: { type: "integer", minimum: 1, maximum: 7 } },
  required: ["city", "days"],
  additionalProperties: false,
};
const tools = ["weather", "news"].map((tool) => ({ type: "function", function: { name: tool, parameters } }));
const functions = tools.map((tool) => ({ type: "function", strict: false, ...tool.function }));
const format = {
  type: "json_schema",
  json_schema: {
    name: "person",
    strict: true,
    schema: {
      type: "object",
      properties: { name: { type: "string" }, tags: { type: "array", items: { type: "string" } } },
      required: ["name", "tags"],
      additionalProperties: false,
    },
  },
};

const clientOf = (more = {}) => new OpenAI({ baseURL: stack.api, apiKey: stack.key, maxRetries: 0, ...more });
const client = clientOf();
const chat = (more = {}) => client.chat.completions.create({ model: CHAT, messages, ...more });
let failed = 0;

async function claim(text, check) {
  if (!`${label}: ${text}`.includes(stack.only)) return;
  const started = Date.now();
  let timer;
  const bound = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not done after ${CLAIM_MAX_MS} ms`)), CLAIM_MAX_MS);
  });
  try {
    await Promise.race([check(), bound]);
    console.log(`ok    ${label}: ${text} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
  } catch (error) {
    failed++;
    console.log(`FAIL  ${label}: ${text}\n${error.stack}`);
  }
  clearTimeout(timer);
}

async function refused(kind, call) {
  try {
    await call();
  } catch (error) {
    assert.ok(error instanceof kind, `${error.constructor.name}: ${error.message}`);
    return error;
  }
  throw new Error(`no ${kind.name}`);
}

async function eventually(check) {
  const deadline = Date.now() + WAIT_MAX_MS;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await new Promise((resume) => setTimeout(resume, 100));
    }
  }
}

const inflight = (expected) =>
  eventually(async () => assert.equal(await (await fetch(stack.inflight_url)).text(), String(expected)));

async function all(stream) {
  const items = [];
  for await (const item of stream) items.push(item);
  return items;
}

function checkCall(call) {
  const given = JSON.parse(call.function.arguments);
  assert.deepEqual(Object.keys(given).sort(), ["city", "days"]);
}

await claim("a chat answer has text, usage that adds up and a request id", async () => {
  const answer = await chat();
  assert.ok(answer.choices[0].message.content);
  assert.ok(answer._request_id);
  assert.equal(answer.choices[0].finish_reason, "stop");
  assert.equal("tool_calls" in answer.choices[0].message, false);
  assert.equal(answer.usage.total_tokens, answer.usage.prompt_tokens + answer.usage.completion_tokens);
});

await claim("a stream says what the answer says, with usage in its last chunk", async () => {
  const whole = await chat();
  const chunks = await all(await chat({ stream: true, stream_options: { include_usage: true } }));
  const last = chunks.pop();
  assert.deepEqual(last.choices, []);
  assert.equal(last.usage.completion_tokens, whole.usage.completion_tokens);
  assert.equal(chunks.map((c) => c.choices[0].delta.content ?? "").join(""), whole.choices[0].message.content);
  assert.deepEqual(chunks.map((c) => c.choices[0].delta.role).filter(Boolean), ["assistant"]);
  assert.deepEqual(chunks.map((c) => c.choices[0].finish_reason).filter(Boolean), ["stop"]);
});

await claim("reasoning streams before the answer", async () => {
  const chunks = await all(await client.chat.completions.create({ model: REASONER, messages, stream: true }));
  const kinds = chunks
    .map((c) => c.choices[0].delta)
    .map((d) => (d.reasoning_content ? 0 : d.content ? 1 : null))
    .filter((k) => k !== null);
  assert.deepEqual(kinds, [...kinds].sort());
  assert.equal(new Set(kinds).size, 2);
});

await claim("tools go call, result, answer", async () => {
  const first = await chat({ tools, tool_choice: "required" });
  assert.equal(first.choices[0].finish_reason, "tool_calls");
  const calls = first.choices[0].message.tool_calls;
  calls.forEach(checkCall);
  const results = calls.map((c) => ({ role: "tool", tool_call_id: c.id, content: "fine" }));
  const last = await chat({ tools, messages: [...messages, first.choices[0].message, ...results] });
  assert.ok(last.choices[0].message.content);
});

await claim("streamed parallel tools are the unstreamed ones, index in each delta, names once", async () => {
  let asked, whole;
  for (let i = 0; i < 20; i++) {
    asked = { tools, messages: [{ role: "user", content: `Weather and news, please (${i}).` }] };
    whole = (await chat(asked)).choices[0].message.tool_calls;
    if (whole.length === 2) break;
  }
  assert.equal(whole.length, 2);
  const calls = [];
  for await (const chunk of await chat({ ...asked, stream: true })) {
    for (const delta of chunk.choices[0].delta.tool_calls ?? []) {
      assert.equal(typeof delta.index, "number");
      const call = (calls[delta.index] ??= { ids: 0, name: "", arguments: "" });
      call.ids += delta.id ? 1 : 0;
      call.name += delta.function.name ?? "";
      call.arguments += delta.function.arguments ?? "";
    }
  }
  assert.deepEqual(
    calls,
    whole.map((c) => ({ ids: 1, name: c.function.name, arguments: c.function.arguments })),
  );
});

await claim("a JSON schema is kept to, also by the SDK's parse", async () => {
  const person = JSON.parse((await chat({ response_format: format })).choices[0].message.content);
  assert.deepEqual(Object.keys(person).sort(), ["name", "tags"]);
  const completions = client.chat.completions.parse ? client.chat.completions : client.beta.chat.completions;
  const parsed = await completions.parse({ model: CHAT, messages, response_format: format });
  assert.deepEqual(parsed.choices[0].message.parsed ?? JSON.parse(parsed.choices[0].message.content), person);
});

await claim("the SDK's runner takes a stream together", async () => {
  const completions = client.chat.completions.stream ? client.chat.completions : client.beta.chat.completions;
  const stream = completions.stream({ model: CHAT, messages, tools, tool_choice: "required" });
  (await stream.finalChatCompletion()).choices[0].message.tool_calls.forEach(checkCall);
});

await claim("embeddings as the SDK asks by default equal those as floats, in order", async () => {
  const input = ["alpha", "beta", "gamma"];
  const byDefault = await client.embeddings.create({ model: EMBEDDER, input });
  const floats = await client.embeddings.create({ model: EMBEDDER, input, encoding_format: "float" });
  byDefault.data.forEach((d, i) => {
    assert.equal(d.index, i);
    assert.equal(d.embedding.length, 2048);
    d.embedding.forEach((x, j) => assert.ok(Math.abs(x - floats.data[i].embedding[j]) < 1e-6));
  });
});

await claim("images are PNGs of their size", async () => {
  const answer = await client.images.generate({ model: PAINTER, prompt: "a lighthouse", size: "512x512", n: 2 });
  const pictures = answer.data.map((d) => Buffer.from(d.b64_json, "base64"));
  assert.equal(pictures.length, 2);
  for (const picture of pictures) {
    assert.equal(picture.subarray(0, 8).toString("hex"), "89504e470d0a1a0a");
    assert.deepEqual([picture.readUInt32BE(16), picture.readUInt32BE(20)], [512, 512]);
  }
});

await claim("models are listed and found, slashes in their ids or not", async () => {
  const ids = (await all(client.models.list())).map((m) => m.id);
  for (const id of [CHAT, REASONER, EMBEDDER, PAINTER]) {
    assert.ok(ids.includes(id), id);
    assert.equal((await client.models.retrieve(id)).id, id);
  }
});

await claim("a streamed legacy completion is the unstreamed one", async () => {
  const ask = { model: CHAT, prompt: "Once", max_tokens: 24 };
  const whole = (await client.completions.create(ask)).choices[0].text;
  const chunks = await all(await client.completions.create({ ...ask, stream: true }));
  assert.equal(chunks.map((c) => c.choices[0].text).join(""), whole);
});

await claim("responses: text, stored and deleted; events numbered without a gap", async () => {
  const answer = await client.responses.create({ model: CHAT, input: "Hello" });
  assert.ok(answer.output_text);
  assert.equal((await eventually(() => client.responses.retrieve(answer.id))).status, "completed");
  await client.responses[client.responses.delete ? "delete" : "del"](answer.id);
  await refused(OpenAI.NotFoundError, () => client.responses.retrieve(answer.id));
  const events = await all(await client.responses.create({ model: CHAT, input: "Hello", stream: true }));
  assert.deepEqual(events.map((e) => e.sequence_number), events.map((_, i) => i));
  assert.equal(events.at(-1).type, "response.completed");
});

await claim("responses call functions", async () => {
  const ask = { model: CHAT, input: "Weather?", tools: functions, tool_choice: "required" };
  const calls = (await client.responses.create(ask)).output.filter((i) => i.type === "function_call");
  assert.ok(calls.length > 0);
  const events = await all(await client.responses.create({ ...ask, stream: true }));
  const done = events.filter((e) => e.type === "response.function_call_arguments.done");
  assert.deepEqual(done.map((e) => e.arguments), calls.map((c) => c.arguments));
});

await claim("responses in the background are polled to their end, or cancelled", async () => {
  const queued = await client.responses.create({ model: CHAT, input: "Hello", background: true });
  await eventually(async () => assert.equal((await client.responses.retrieve(queued.id)).status, "completed"));
  const long = { model: CHAT, input: "Hello", background: true, max_output_tokens: LONG };
  const running = await client.responses.create(long);
  // v4 has the call only from its last versions on.
  const cancelled = await client.post(`/responses/${running.id}/cancel`);
  assert.equal(cancelled.status, "cancelled");
});

await claim("each mistake is its own class of error, with code and field", async () => {
  const bad = await refused(OpenAI.BadRequestError, () => chat({ temperature: 3.5 }));
  assert.equal(bad.param, "temperature");
  assert.equal(bad.type, "invalid_request_error");
  const unknown = await refused(OpenAI.NotFoundError, () => chat({ model: "no/such-model" }));
  assert.deepEqual([unknown.code, unknown.param], ["model_not_found", "model"]);
  for (const apiKey of ["sk-speka-live-nonsense", stack.revoked]) {
    const error = await refused(OpenAI.AuthenticationError, () => clientOf({ apiKey }).models.list());
    assert.equal(error.code, "invalid_api_key");
  }
  if (stack.scoped) {
    const scoped = clientOf({ apiKey: stack.scoped });
    await refused(OpenAI.PermissionDeniedError, () => scoped.chat.completions.create({ model: CHAT, messages }));
  }
  for (const stream of [false, true]) {
    const error = await refused(OpenAI.InternalServerError, () => chat({ model: "sim/fail", stream }));
    assert.ok([502, 503].includes(error.status));
  }
});

await claim("a first attempt that fails is not seen", async () => {
  assert.ok((await chat({ model: "sim/flaky" })).choices[0].message.content);
});

await claim("a failure in mid-stream is an APIError without a status, after the text", async () => {
  let received = 0;
  const error = await refused(OpenAI.APIError, async () => {
    for await (const chunk of await chat({ model: "sim/midfail", stream: true, max_tokens: 50 })) {
      assert.equal(chunk.choices[0].finish_reason, null);
      received++;
    }
  });
  assert.ok(received > 0);
  assert.equal(error.status, undefined);
  assert.equal(error.type, "server_error");
  assert.ok(error.code);
});

await claim("an abort in mid-stream frees the slot", async () => {
  await inflight(0);
  const stream = await chat({ stream: true, max_tokens: LONG });
  let received = 0;
  for await (const _chunk of stream) {
    if (++received === 5) {
      await inflight(1);
      stream.controller.abort();
    }
  }
  await inflight(0);
});

await claim("a client that gives up on a whole answer frees its slot", async () => {
  await inflight(0);
  await refused(OpenAI.APIConnectionTimeoutError, () =>
    client.chat.completions.create({ model: CHAT, messages, max_tokens: LONG }, { timeout: 1000 }),
  );
  await inflight(0);
});

await claim("the SDK's timeout header is the job's deadline", async () => {
  const error = await refused(OpenAI.InternalServerError, () =>
    client.chat.completions.create(
      { model: CHAT, messages, max_tokens: LONG },
      { headers: { "X-Stainless-Timeout": "1" } },
    ),
  );
  assert.deepEqual([error.status, error.code], [504, "upstream_timeout"]);
});

await claim("a key over its rate gets RateLimitErrors, and an answer if the SDK may retry", async () => {
  const ask = { model: CHAT, messages, max_tokens: 1 };
  const hasty = clientOf({ apiKey: stack.limited });
  const error = await refused(OpenAI.RateLimitError, async () => {
    for (let i = 0; i < 12; i++) await hasty.chat.completions.create(ask);
  });
  assert.equal(error.code, "rate_limit_exceeded");
  const patient = clientOf({ apiKey: stack.limited, maxRetries: 2 });
  assert.equal((await patient.chat.completions.create(ask)).choices[0].finish_reason, "length");
});

for (const status of [429, 503]) {
  await claim(`${status} with Retry-After is retried after that wait, and then served`, async () => {
    const token = randomBytes(4).toString("hex");
    const retrying = clientOf({ baseURL: `${stack.proxy}/${status}/${token}/v1`, maxRetries: 2 });
    const answer = await retrying.chat.completions.create({ model: CHAT, messages });
    assert.ok(answer.choices[0].message.content);
    const [first, second, ...more] = await (await fetch(`${stack.proxy}/seen/${token}`)).json();
    assert.equal(more.length, 0);
    assert.ok(second.at - first.at >= 0.9 && second.at - first.at < 8);
    assert.equal(second.retry_count, "1");
  });
}

process.exit(failed === 0 ? 0 : 1);
