package online.speka.worker.rendering;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Objects;
import java.util.UUID;
import online.speka.contract.catalog.JobKind;
import online.speka.contract.job.Job;

/// What every chunk of a chat answer repeats. All of it follows from the job, so that each attempt
/// writes the same bytes.
///
/// @param created seconds since 1970
/// @param systemFingerprint names model and engine settings
public record AnswerHead(String id, long created, String model, String systemFingerprint) {

  /// The only tier there is; lanes are not sold as tiers.
  static final String SERVICE_TIER = "default";

  private static final int TOOL_CALL_ID_LENGTH = 24;

  public AnswerHead {
    Objects.requireNonNull(id);
    Objects.requireNonNull(model);
    Objects.requireNonNull(systemFingerprint);
  }

  public static AnswerHead of(Job job, String systemFingerprint) {
    return new AnswerHead(
        prefix(job.target().kind()) + hex(job.id().value()),
        job.window().submittedAt().getEpochSecond(),
        job.model().value(),
        systemFingerprint);
  }

  /// What tells a client which endpoint an id comes from.
  private static String prefix(JobKind kind) {
    return switch (kind) {
      case CHAT_COMPLETIONS -> "chatcmpl-";
      case COMPLETIONS -> "cmpl-";
      case RESPONSES -> "resp_";
      case EMBEDDINGS -> "embd-";
      case IMAGE_GENERATIONS -> "img-";
    };
  }

  /// An id for a call: unique, and the same in every attempt.
  public String toolCallId(int choice, int index) {
    byte[] name = (id + "/" + choice + "/" + index).getBytes(US_ASCII);
    return "call_" + hex(UUID.nameUUIDFromBytes(name)).substring(0, TOOL_CALL_ID_LENGTH);
  }

  private static String hex(UUID uuid) {
    return uuid.toString().replace("-", "");
  }
}
