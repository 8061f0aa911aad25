package online.speka.infra.bench.revocation;

import java.util.Locale;
import online.speka.infra.bench.probe.Ask;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The requests of a key.
record Asks(String model) {

  private static final String CHAT = "/v1/chat/completions";

  /// Longer than its key lives.
  private static final int STREAM_TOKENS = 1_000;

  Ask look(String key) {
    return Ask.get("/v1/models/" + model, key);
  }

  /// One token.
  Ask post(String key) {
    return Ask.post(CHAT, key, chat(1).toString());
  }

  Ask stream(String key) {
    return Ask.post(CHAT, key, chat(STREAM_TOKENS).put("stream", true).toString());
  }

  private ObjectNode chat(int tokensMax) {
    ObjectNode body =
        JsonMapper.shared()
            .createObjectNode()
            .put("model", model)
            .put("max_tokens", tokensMax)
            .put("seed", 1);
    body.putArray("messages")
        .addObject()
        .put("role", "user")
        .put("content", String.format(Locale.ROOT, "Count to %d.", STREAM_TOKENS));
    return body;
  }
}
