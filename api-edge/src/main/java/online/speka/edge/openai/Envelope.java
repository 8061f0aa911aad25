package online.speka.edge.openai;

import java.nio.charset.StandardCharsets;
import online.speka.contract.error.ApiError;
import online.speka.contract.principal.Fund;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.io.JsonStringEncoder;

/// An error as OpenAI writes it: always the same four keys, `code` a string or null. One that says
/// that something is used up has a fifth, `limit_source`: what.
final class Envelope {
  private static final JsonStringEncoder ENCODER = JsonStringEncoder.getInstance();

  private Envelope() {}

  static byte[] document(ApiError error) {
    return json(error).toString().getBytes(StandardCharsets.UTF_8);
  }

  /// The same as the last event of a stream.
  static byte[] event(ApiError error) {
    return ("data: " + json(error) + "\n\n").getBytes(StandardCharsets.UTF_8);
  }

  private static StringBuilder json(ApiError error) {
    StringBuilder json = new StringBuilder(160);
    json.append("{\"error\":{\"message\":");
    string(json, error.message()).append(",\"type\":");
    string(json, error.reason().type()).append(",\"param\":");
    string(json, error.param()).append(",\"code\":");
    string(json, error.reason().code());
    Fund.Source source = error.limitSource();
    if (source != null) {
      string(json.append(",\"limit_source\":"), source.limitSource());
    }
    return json.append("}}");
  }

  private static StringBuilder string(StringBuilder json, @Nullable String text) {
    if (text == null) {
      return json.append("null");
    }
    return json.append('"').append(ENCODER.quoteAsCharArray(text)).append('"');
  }
}
