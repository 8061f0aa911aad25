package online.speka.edge.responses;

import java.time.Instant;
import java.util.Objects;
import online.speka.contract.job.JobId;
import online.speka.contract.principal.TenantId;

/// What is kept of a response beside its job's replay log.
///
/// @param opening its object up to the comma before `status`
/// @param input the value of the request's `input`, as JSON
/// @param mode how it was asked for
/// @param deadline after it nothing more is to be expected
public record ResponseRecord(
    JobId job, TenantId tenant, byte[] opening, byte[] input, Mode mode, Instant deadline) {
  public ResponseRecord {
    Objects.requireNonNull(job);
    Objects.requireNonNull(tenant);
    Objects.requireNonNull(opening);
    Objects.requireNonNull(input);
    Objects.requireNonNull(mode);
    Objects.requireNonNull(deadline);
  }

  /// How a response was asked for.
  ///
  /// @param streaming whether its log holds events or one document
  /// @param background whether its client did not wait
  /// @param cancelled whether nobody wants it any more
  public record Mode(boolean streaming, boolean background, boolean cancelled) {
    Mode asCancelled() {
      return new Mode(streaming, background, true);
    }
  }

  ResponseRecord asCancelled() {
    return new ResponseRecord(job, tenant, opening, input, mode.asCancelled(), deadline);
  }
}
