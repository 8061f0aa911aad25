package online.speka.contract.job;

import java.util.Optional;
import java.util.regex.Pattern;

/// A W3C trace context (`traceparent`, level 1): ties the spans of one request together across
/// processes.
public record TraceContext(String traceparent) {

  private static final Pattern FORM =
      Pattern.compile("00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");

  public TraceContext {
    if (!FORM.matcher(traceparent).matches()) {
      throw new IllegalArgumentException("not a traceparent: " + traceparent);
    }
  }

  /// The context, or empty if the text is not one: a wrong trace must never fail a request.
  public static Optional<TraceContext> parse(String text) {
    return FORM.matcher(text).matches() ? Optional.of(new TraceContext(text)) : Optional.empty();
  }

  public String traceId() {
    return traceparent.substring(3, 35);
  }

  public String spanId() {
    return traceparent.substring(36, 52);
  }
}
