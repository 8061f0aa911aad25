package online.speka.infra.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import online.speka.infra.bench.script.FirstToken;
import online.speka.infra.bench.script.StreamScript;

/// Streams as an engine writes them, to be damaged by tests.
final class Streams {

  static final StreamScript SCRIPT =
      new StreamScript(9, new StreamScript.Shape(Duration.ofMillis(1), Duration.ofMillis(1), 3));

  static final String ROLE = chunk("{\"role\":\"assistant\",\"content\":\"\"}", "null");
  static final String FIRST = token(new FirstToken(9, 100, 200).text());
  static final String SECOND = token("9.1 ");
  static final String THIRD = token("9.2 ");
  static final String FINISH = chunk("{}", "\"stop\"");
  static final String USAGE =
      "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":3,\"total_tokens\":8}}\n\n";
  static final String DONE = "data: [DONE]\n\n";
  static final String END = FINISH + USAGE + DONE;
  static final String WHOLE = ROLE + FIRST + SECOND + THIRD + END;

  private Streams() {}

  static String token(String content) {
    return chunk("{\"content\":\"" + content + "\"}", "null");
  }

  static String chunk(String delta, String finishReason) {
    return "data: {\"id\":\"x\",\"choices\":[{\"index\":0,\"delta\":%s,\"finish_reason\":%s}],\"usage\":null}\n\n"
        .formatted(delta, finishReason);
  }

  static ByteBuf bytes(String text) {
    return Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
  }
}
