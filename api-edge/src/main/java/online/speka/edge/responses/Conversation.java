package online.speka.edge.responses;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.util.Optional;

/// Puts a new request behind an earlier response: its input becomes the earlier input, the earlier
/// output and its own, one list. The one case in which a job's body is not the client's own; what
/// is put together are the clients' bytes and the worker's, none of them parsed again.
public final class Conversation {
  private static final byte[] IMAGE = "\"input_image\"".getBytes(US_ASCII);
  private static final byte[] USER = "{\"role\":\"user\",\"content\":".getBytes(US_ASCII);

  private Conversation() {}

  /// A body whose input was replaced.
  ///
  /// @param inputEnd where the new input ends
  public record Continued(byte[] body, int inputEnd) {}

  /// @param body the new request
  /// @param from where its input begins
  /// @param to where its input ends
  /// @return empty if the earlier response has no output
  public static Optional<Continued> go(byte[] body, int from, int to, StoredResponse earlier) {
    return earlier
        .output()
        .map(
            output -> {
              byte[] input = earlier.record().input();
              ByteArrayOutputStream out =
                  new ByteArrayOutputStream(
                      body.length + input.length + output.length + 2 * USER.length + 8);
              out.write(body, 0, from);
              out.write('[');
              items(out, input, 0, input.length);
              if (output.length > 0) {
                out.write(',');
                out.writeBytes(output);
              }
              out.write(',');
              items(out, body, from, to);
              out.write(']');
              int end = out.size();
              out.write(body, to, body.length - to);
              return new Continued(out.toByteArray(), end);
            });
  }

  /// Whether there are images in an earlier response's input, or a text that speaks of them.
  public static boolean mayHaveImages(StoredResponse earlier) {
    return Bytes.indexOf(earlier.record().input(), IMAGE, 0) >= 0;
  }

  /// The items of an input, without brackets; a string is one message.
  private static void items(ByteArrayOutputStream out, byte[] json, int from, int to) {
    if (json[from] == '[') {
      out.write(json, from + 1, to - from - 2);
    } else {
      out.writeBytes(USER);
      out.write(json, from, to - from);
      out.write('}');
    }
  }
}
