package online.speka.ledger.reporting;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// Everything there is to say about one job's bill.
///
/// @param amountMicroCredits what the job cost
/// @param attempts every attempt that is known, the billed one last
/// @param parts of a request that was cut into several jobs, those that have ended, in order
/// @param postings empty if the job cost nothing
public record BillReport(
    UUID jobId,
    @JsonUnwrapped Asked asked,
    @JsonUnwrapped Ended ended,
    Tokens usage,
    PriceReport price,
    long amountMicroCredits,
    List<AttemptReport> attempts,
    List<PartReport> parts,
    List<PostingReport> postings) {

  public BillReport {
    attempts = List.copyOf(attempts);
    parts = List.copyOf(parts);
    postings = List.copyOf(postings);
  }

  /// Who asked for what, and when.
  public record Asked(
      String tenant, String key, String model, String kind, String lane, Instant submittedAt) {}

  /// How it ended, and when that was written down. Waits are in microseconds.
  public record Ended(
      String status,
      String cause,
      long queuedMicros,
      long firstTokenMicros,
      long generationMicros,
      Instant endedAt,
      Instant postedAt) {}

  /// Token counts.
  public record Tokens(
      long promptTokens, long cachedPromptTokens, long completionTokens, long reasoningTokens) {}

  /// The price the bill was made with, in micro-credits per million tokens.
  public record PriceReport(
      long version, long prompt, long cachedPrompt, long completion, Instant validFrom) {}

  /// @param billed whether this attempt's outcome is the job's
  public record AttemptReport(int epoch, int number, String cause, Instant at, boolean billed) {}

  /// One of the jobs that a request was cut into.
  ///
  /// @param usage what it used; billed only if all of them completed
  public record PartReport(
      int index,
      int count,
      UUID jobId,
      String status,
      String cause,
      int attempt,
      Tokens usage,
      Instant endedAt) {}

  /// @param account `tenant:<id>`, or the kind of one of the platform's own
  public record PostingReport(String account, BigInteger amountMicroCredits) {}
}
