package online.speka.contract.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;

/// What Redis is asked to do as one step: a script with its keys and arguments.
public record RedisCall(String script, byte[][] keys, byte[][] arguments) {

  static RedisCall of(String script, List<String> keys, List<String> arguments) {
    return new RedisCall(script, bytes(keys), bytes(arguments));
  }

  private static byte[][] bytes(List<String> texts) {
    return texts.stream().map(text -> text.getBytes(UTF_8)).toArray(byte[][]::new);
  }
}
