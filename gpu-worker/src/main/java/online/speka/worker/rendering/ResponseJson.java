package online.speka.worker.rendering;

import java.util.List;
import online.speka.contract.usage.Usage;

/// The parts that events and documents of the Responses API have in common.
final class ResponseJson {

  private static final int LOGPROBS_BYTES_USUAL = 256;

  private ResponseJson() {}

  /// A response object.
  ///
  /// @param opening up to the comma before `status`
  /// @param ending from the value of `status` on
  static void response(JsonBytes out, byte[] opening, JsonBytes ending) {
    out.raw(opening).raw("\"status\":").raw(ending).raw("}");
  }

  /// The end of a response object that has not ended: nothing of its output is shown.
  static JsonBytes inProgress() {
    return new JsonBytes(LOGPROBS_BYTES_USUAL)
        .raw("\"in_progress\",\"error\":null,\"incomplete_details\":null")
        .raw(",\"output\":[],\"usage\":null");
  }

  /// The end of a response object that has.
  static JsonBytes ended(FinishReason reason, JsonBytes output, Usage usage) {
    JsonBytes out = new JsonBytes(output.size() + LOGPROBS_BYTES_USUAL);
    out.raw("\"").raw(statusOf(reason)).raw("\",\"error\":null,\"incomplete_details\":");
    switch (reason) {
      case STOP, TOOL_CALLS -> out.raw("null");
      case LENGTH -> out.raw("{\"reason\":\"max_output_tokens\"}");
      case CONTENT_FILTER -> out.raw("{\"reason\":\"content_filter\"}");
    }
    out.raw(",\"output\":[").raw(output).raw("],\"usage\":");
    usage(out, usage);
    return out;
  }

  /// What a whole response, and its last item, are called.
  static String statusOf(FinishReason reason) {
    return switch (reason) {
      case STOP, TOOL_CALLS -> "completed";
      case LENGTH, CONTENT_FILTER -> "incomplete";
    };
  }

  private static void usage(JsonBytes out, Usage usage) {
    out.raw("{\"input_tokens\":").number(usage.promptTokens());
    out.raw(",\"input_tokens_details\":{\"cached_tokens\":").number(usage.cachedPromptTokens());
    out.raw(",\"cache_write_tokens\":0},\"output_tokens\":").number(usage.completionTokens());
    out.raw(",\"output_tokens_details\":{\"reasoning_tokens\":").number(usage.reasoningTokens());
    out.raw("},\"total_tokens\":").number(usage.totalTokens()).raw("}");
  }

  /// An item that has just begun.
  static void begun(JsonBytes out, ResponseItem item) {
    head(out, item, "in_progress");
    switch (item) {
      case ResponseItem.Reasoning _, ResponseItem.Message _ -> out.raw(",\"content\":[]}");
      case ResponseItem.Call _ -> out.raw(",\"arguments\":\"\"}");
    }
  }

  /// An item with all it holds.
  static void whole(JsonBytes out, ResponseItem item, String status) {
    head(out, item, status);
    switch (item) {
      case ResponseItem.Reasoning _, ResponseItem.Message _ -> {
        out.raw(",\"content\":[");
        part(out, item, true);
        out.raw("]}");
      }
      case ResponseItem.Call call -> out.raw(",\"arguments\":").quoted(call.text()).raw("}");
    }
  }

  private static void head(JsonBytes out, ResponseItem item, String status) {
    out.raw("{\"id\":").quoted(item.id());
    switch (item) {
      case ResponseItem.Reasoning _ -> out.raw(",\"type\":\"reasoning\",\"summary\":[]");
      case ResponseItem.Message _ -> out.raw(",\"type\":\"message\",\"role\":\"assistant\"");
      case ResponseItem.Call call ->
          out.raw(",\"type\":\"function_call\",\"call_id\":")
              .quoted(call.callId())
              .raw(",\"name\":")
              .quoted(call.function());
    }
    out.raw(",\"status\":\"").raw(status).raw("\"");
  }

  /// The one part of an item's content.
  ///
  /// @param whole false for a part that has just begun
  static void part(JsonBytes out, ResponseItem item, boolean whole) {
    CharSequence text = whole ? item.text() : "";
    switch (item) {
      case ResponseItem.Reasoning _ ->
          out.raw("{\"type\":\"reasoning_text\",\"text\":").quoted(text).raw("}");
      case ResponseItem.Message message -> {
        out.raw("{\"type\":\"output_text\",\"text\":").quoted(text);
        out.raw(",\"annotations\":[],\"logprobs\":[");
        if (whole) {
          out.raw(message.logprobs());
        }
        out.raw("]}");
      }
      case ResponseItem.Call _ -> throw new IllegalStateException("a call has no parts");
    }
  }

  /// Adds elements to a list of logprobs.
  static void logprobs(JsonBytes out, List<TokenLogprob> logprobs) {
    if (!logprobs.isEmpty()) {
      out.raw(out.size() == 0 ? "" : ",");
      ChatJson.logprobs(out, logprobs);
    }
  }
}
