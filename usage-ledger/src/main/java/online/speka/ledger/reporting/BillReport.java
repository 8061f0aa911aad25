package online.speka.ledger.reporting;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Everything there is to say about one job's bill.
///
/// @param paid what the job cost, and by which rule
/// @param attempts every attempt that is known, the billed one last
/// @param parts of a request that was cut into several jobs, those that have ended, in order
/// @param postings empty if the job cost nothing
public record BillReport(
    UUID jobId,
    @JsonUnwrapped Asked asked,
    @JsonUnwrapped Ended ended,
    Tokens usage,
    PriceReport price,
    @JsonUnwrapped Paid paid,
    List<AttemptReport> attempts,
    List<PartReport> parts,
    List<PostingReport> postings) {

  public BillReport {
    attempts = List.copyOf(attempts);
    parts = List.copyOf(parts);
    postings = List.copyOf(postings);
  }

  /// Who asked for what, and when.
  ///
  /// @param project absent if the key is not here any more
  public record Asked(
      String tenant,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String project,
      String key,
      String model,
      String kind,
      String lane,
      Instant submittedAt) {}

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
  ///
  /// @param images how many, of which size and quality; absent if none were made
  public record Tokens(
      long promptTokens,
      long cachedPromptTokens,
      long completionTokens,
      long reasoningTokens,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String images) {}

  /// Who paid what, and why not more or less.
  ///
  /// @param payment `full`; `generated`: it broke off after its first token; `nothing`: before it
  /// @param amountMaxMicroCredits what was reserved for it, if that was a bound
  public record Paid(
      String payment,
      long amountMicroCredits,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long amountMaxMicroCredits) {}

  /// The price the bill was made with, in micro-credits per million tokens.
  ///
  /// @param images `size/quality=micro-credits` each
  /// @param source `catalog`, or `operator` for one that somebody set
  public record PriceReport(
      long version,
      long prompt,
      long cachedPrompt,
      long completion,
      long reasoning,
      List<String> images,
      int batchDiscountPercent,
      String source,
      Instant validFrom) {

    public PriceReport {
      images = List.copyOf(images);
    }
  }

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
