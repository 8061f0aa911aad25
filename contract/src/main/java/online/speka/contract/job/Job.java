package online.speka.contract.job;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import online.speka.contract.catalog.JobKind;
import online.speka.contract.catalog.ModelId;
import online.speka.contract.principal.KeyId;
import online.speka.contract.principal.TenantId;
import online.speka.contract.usage.MicroCredits;
import org.jspecify.annotations.Nullable;

/// One accepted request, or one part of it, without its body. All of it travels in Kafka record
/// headers; the record's value is the client's body, byte for byte, so nobody between edge and
/// engine reads a prompt.
///
/// @param trace the edge's span, if the request is traced
/// @param part which part of a request this is; absent if it is all of it
public record Job(
    JobId id,
    Target target,
    Origin origin,
    Window window,
    Demand demand,
    @Nullable TraceContext trace,
    @Nullable Part part) {

  public Job {
    Objects.requireNonNull(id);
    Objects.requireNonNull(target);
    Objects.requireNonNull(origin);
    Objects.requireNonNull(window);
    Objects.requireNonNull(demand);
  }

  /// A whole request.
  public Job(
      JobId id,
      Target target,
      Origin origin,
      Window window,
      Demand demand,
      @Nullable TraceContext trace) {
    this(id, target, origin, window, demand, trace, null);
  }

  public ModelId model() {
    return target.model();
  }

  /// The same job under another span.
  public Job under(TraceContext span) {
    return new Job(id, target, origin, window, demand, span, part);
  }

  /// One of the jobs that a request was cut into. To dispatchers and workers it is a job like any
  /// other; the edge joins the answers, and the ledger bills the request once.
  ///
  /// @param request the request's own id: what the client sees, and what is billed
  /// @param index counts from 0, in the order of the request
  /// @param count how many parts the request has
  public record Part(JobId request, int index, int count) {
    /// Most parts of one request.
    public static final int COUNT_MAX = 2048;

    public Part {
      Objects.requireNonNull(request);
      if (count < 2 || count > COUNT_MAX) {
        throw new IllegalArgumentException("parts must be 2 to " + COUNT_MAX + ", not " + count);
      }
      if (index < 0 || index >= count) {
        throw new IllegalArgumentException("no part " + index + " of " + count);
      }
    }
  }

  /// What is asked for.
  ///
  /// @param streaming whether the client reads server-sent events or one JSON document
  public record Target(ModelId model, Lane lane, JobKind kind, boolean streaming) {
    public Target {
      Objects.requireNonNull(model);
      Objects.requireNonNull(lane);
      Objects.requireNonNull(kind);
    }
  }

  /// Who asks, and which edge waits for the frames.
  public record Origin(TenantId tenant, KeyId key, EdgeId replyTo) {
    public Origin {
      Objects.requireNonNull(tenant);
      Objects.requireNonNull(key);
      Objects.requireNonNull(replyTo);
    }
  }

  /// When it was accepted, and until when anybody waits for it. A job is never started after its
  /// deadline.
  ///
  /// @param answerKept how long its answer can be read again once it is whole
  /// @param unattendedMax how long it runs on while no edge attends it, because its client may come
  ///     back; zero for a job that is over when its client leaves
  public record Window(
      Instant submittedAt, Instant deadline, Duration answerKept, Duration unattendedMax) {
    /// For gaps and reconnecting clients.
    public static final Duration ANSWER_KEPT_USUAL = Duration.ofMinutes(5);

    public Window {
      // Absent in what an older process wrote.
      answerKept = Objects.requireNonNullElse(answerKept, ANSWER_KEPT_USUAL);
      unattendedMax = Objects.requireNonNullElse(unattendedMax, Duration.ZERO);
      if (deadline.isBefore(submittedAt)) {
        throw new IllegalArgumentException("the deadline lies before the submission");
      }
      if (!answerKept.isPositive()) {
        throw new IllegalArgumentException("an answer is kept for a while, not " + answerKept);
      }
      if (unattendedMax.isNegative()) {
        throw new IllegalArgumentException("no job runs unattended for " + unattendedMax);
      }
    }

    public Window(Instant submittedAt, Instant deadline) {
      this(submittedAt, deadline, ANSWER_KEPT_USUAL);
    }

    public Window(Instant submittedAt, Instant deadline, Duration answerKept) {
      this(submittedAt, deadline, answerKept, Duration.ZERO);
    }

    /// The same, for an answer that its client may ask for later.
    public Window keeping(Duration answer) {
      return new Window(submittedAt, deadline, answer, unattendedMax);
    }

    /// The same, for a client that may come back while the job runs.
    public Window unattended(Duration max) {
      return new Window(submittedAt, deadline, answerKept, max);
    }

    /// Whether the job outlives its client for a while.
    public boolean outlivesClient() {
      return unattendedMax.isPositive();
    }
  }

  /// What the job is expected to take.
  ///
  /// @param promptTokens estimate
  /// @param outputTokensMax most completion tokens, all choices together
  /// @param reservation the most the job can cost
  /// @param prefixHashes salted hashes of the prompt's leading blocks, for cache affinity; may be
  ///     empty
  public record Demand(
      long promptTokens, long outputTokensMax, MicroCredits reservation, List<Long> prefixHashes) {
    public static final int PREFIX_HASHES_MAX = 64;

    public Demand {
      if (promptTokens < 0 || outputTokensMax < 0 || reservation.value() < 0) {
        throw new IllegalArgumentException("a demand is never negative");
      }
      prefixHashes = List.copyOf(prefixHashes);
      if (prefixHashes.size() > PREFIX_HASHES_MAX) {
        throw new IllegalArgumentException("at most " + PREFIX_HASHES_MAX + " prefix hashes");
      }
    }
  }
}
