package online.speka.worker.engine.http;

import online.speka.contract.usage.Usage;
import tools.jackson.databind.JsonNode;

/// Usage as a server reports it, made safe to bill.
///
/// @param oddity what was wrong with it, for people; empty if nothing
record UsageReading(Usage usage, String oddity) {

  /// What to bill when the server does not say.
  ///
  /// @param generated chunks that carried text
  static UsageReading estimated(long generated, UsageBounds bounds) {
    return new UsageReading(
        Usage.of(bounds.promptEstimate(), Math.min(generated, bounds.completionMax())),
        "usage estimated: the server reported none");
  }

  /// @param generated what to take for the completion if the server's number is none
  static UsageReading of(JsonNode usage, long generated, UsageBounds bounds) {
    Count prompt = count(usage.path("prompt_tokens"), bounds.promptEstimate(), bounds.promptMax());
    Count completion = count(usage.path("completion_tokens"), generated, bounds.completionMax());
    Count cached =
        count(usage.path("prompt_tokens_details").path("cached_tokens"), 0, prompt.tokens());
    Count reasoning =
        count(
            usage.path("completion_tokens_details").path("reasoning_tokens"),
            0,
            completion.tokens());
    boolean odd =
        prompt.odd()
            || cached.odd()
            || reasoning.odd()
            || (completion.odd() && bounds.completionMax() > 0);
    return new UsageReading(
        new Usage(prompt.tokens(), cached.tokens(), completion.tokens(), reasoning.tokens()),
        odd ? "usage corrected: the server reported " + shortened(usage) : "");
  }

  private record Count(long tokens, boolean odd) {}

  private static Count count(JsonNode number, long otherwise, long max) {
    long fallback = Math.min(otherwise, max);
    if (!number.isIntegralNumber()) {
      // Absent or null is no oddity: details are optional, embeddings complete nothing.
      return new Count(fallback, !number.isMissingNode() && !number.isNull());
    }
    if (!number.canConvertToLong() || number.longValue() > max) {
      return new Count(max, true);
    }
    return number.longValue() < 0
        ? new Count(fallback, true)
        : new Count(number.longValue(), false);
  }

  private static String shortened(JsonNode usage) {
    String text = usage.toString();
    return text.length() <= 200 ? text : text.substring(0, 200);
  }
}
