package online.speka.infra.faults.reference;

import java.time.Instant;
import online.speka.contract.job.JobId;
import online.speka.contract.usage.Prices;
import online.speka.contract.usage.Usage;

/// The right answer to one request.
public interface Truth {

  /// As if nothing was cached.
  Usage usage();

  Prices prices();

  /// Every byte, each as the character of its value.
  ///
  /// @param job whose id and time the answer carries
  /// @param billed whose cached tokens the answer tells; the rest is the same in any right bill
  String bytes(JobId job, Instant submittedAt, Usage billed);
}
