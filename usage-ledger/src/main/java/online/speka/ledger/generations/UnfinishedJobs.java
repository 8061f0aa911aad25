package online.speka.ledger.generations;

import java.util.List;
import java.util.function.Predicate;
import online.speka.contract.job.Job;
import online.speka.contract.principal.TenantId;

/// Jobs in Kafka.
interface UnfinishedJobs {

  /// Every job of these tenants that may have no outcome yet. One that is neither among them nor
  /// written to Kafka after this was called has its outcome in Kafka.
  ///
  /// @throws KafkaAwayException if Kafka did not tell in time
  List<Job> read(Predicate<TenantId> tenants);

  /// Whether every outcome that is in Kafka now is in the books, waiting for it for a while.
  ///
  /// @throws KafkaAwayException as [#read]
  boolean awaitOutcomes();
}
