package online.speka.worker.rendering;

import java.util.List;
import online.speka.contract.usage.Usage;

/// The parts that chunks and documents have in common.
final class ChatJson {

  private ChatJson() {}

  /// From the first brace to just before `"choices"`.
  static void head(JsonBytes out, String object, AnswerHead head) {
    identity(out, object, head);
    out.raw(",\"service_tier\":\"").raw(AnswerHead.SERVICE_TIER);
    out.raw("\",\"system_fingerprint\":").quoted(head.systemFingerprint()).raw(",");
  }

  /// The same for an answer of the older endpoint, which knows no tiers.
  static void completionHead(JsonBytes out, AnswerHead head) {
    identity(out, "text_completion", head);
    out.raw(",\"system_fingerprint\":").quoted(head.systemFingerprint()).raw(",");
  }

  private static void identity(JsonBytes out, String object, AnswerHead head) {
    out.raw("{\"id\":").quoted(head.id());
    out.raw(",\"object\":\"").raw(object);
    out.raw("\",\"created\":").number(head.created());
    out.raw(",\"model\":").quoted(head.model());
  }

  static void usage(JsonBytes out, Usage usage) {
    out.raw("{\"prompt_tokens\":").number(usage.promptTokens());
    out.raw(",\"completion_tokens\":").number(usage.completionTokens());
    out.raw(",\"total_tokens\":").number(usage.totalTokens());
    out.raw(",\"prompt_tokens_details\":{\"cached_tokens\":").number(usage.cachedPromptTokens());
    out.raw("},\"completion_tokens_details\":{\"reasoning_tokens\":")
        .number(usage.reasoningTokens())
        .raw("}}");
  }

  /// The elements of `logprobs.content`, without its brackets.
  static void logprobs(JsonBytes out, List<TokenLogprob> logprobs) {
    for (int i = 0; i < logprobs.size(); i++) {
      TokenLogprob logprob = logprobs.get(i);
      out.raw(i == 0 ? "{" : ",{");
      candidate(out, logprob.token());
      out.raw(",\"top_logprobs\":[");
      for (int j = 0; j < logprob.top().size(); j++) {
        out.raw(j == 0 ? "{" : ",{");
        candidate(out, logprob.top().get(j));
        out.raw("}");
      }
      out.raw("]}");
    }
  }

  private static void candidate(JsonBytes out, TokenLogprob.Candidate candidate) {
    out.raw("\"token\":").quoted(candidate.text());
    out.raw(",\"logprob\":").number(candidate.logprob());
    out.raw(",\"bytes\":[");
    byte[] bytes = candidate.bytes();
    for (int i = 0; i < bytes.length; i++) {
      out.raw(i == 0 ? "" : ",").number(Byte.toUnsignedInt(bytes[i]));
    }
    out.raw("]");
  }
}
