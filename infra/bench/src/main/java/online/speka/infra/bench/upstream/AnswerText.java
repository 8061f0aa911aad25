package online.speka.infra.bench.upstream;

import online.speka.infra.bench.script.FirstToken;

/// The bytes of an answer, as an OpenAI-compatible engine writes them.
final class AnswerText {

  /// Any fixed time does: nobody reads it.
  private static final long CREATED = 1_767_225_600L;

  private final ChatRequest request;
  private final String head;
  private final String tail;

  AnswerText(ChatRequest request) {
    this.request = request;
    this.head =
        "data: {\"id\":\"chatcmpl-%d\",\"object\":\"chat.completion.chunk\",\"created\":%d,\"model\":\"%s\","
            .formatted(request.script().mark(), CREATED, request.model());
    this.tail = (request.includeUsage() ? ",\"usage\":null" : "") + "}\n\n";
  }

  /// Role and first token.
  String begin(FirstToken token) {
    return choice("{\"role\":\"assistant\",\"content\":\"\"}", "null") + content(token.text());
  }

  String token(int index) {
    return content(request.script().token(index));
  }

  /// Everything after the last token.
  String end() {
    String finish = choice("{}", "\"stop\"");
    String usage = request.includeUsage() ? head + "\"choices\":[]," + usage() + "}\n\n" : "";
    return finish + usage + "data: [DONE]\n\n";
  }

  /// The answer to a request that does not stream.
  String document(FirstToken first) {
    StringBuilder text = new StringBuilder(first.text());
    for (int i = 1; i < request.script().shape().tokens(); i++) {
      text.append(request.script().token(i));
    }
    return """
        {"id":"chatcmpl-%d","object":"chat.completion","created":%d,"model":"%s",\
        "choices":[{"index":0,"message":{"role":"assistant","content":"%s","refusal":null},\
        "logprobs":null,"finish_reason":"stop"}],%s}"""
        .formatted(request.script().mark(), CREATED, request.model(), text, usage());
  }

  private String content(String token) {
    return choice("{\"content\":\"" + token + "\"}", "null");
  }

  private String choice(String delta, String finishReason) {
    return head
        + "\"choices\":[{\"index\":0,\"delta\":"
        + delta
        + ",\"logprobs\":null,\"finish_reason\":"
        + finishReason
        + "}]"
        + tail;
  }

  private String usage() {
    int completion = request.script().shape().tokens();
    return "\"usage\":{\"prompt_tokens\":%d,\"completion_tokens\":%d,\"total_tokens\":%d}"
        .formatted(request.promptTokens(), completion, request.promptTokens() + completion);
  }
}
