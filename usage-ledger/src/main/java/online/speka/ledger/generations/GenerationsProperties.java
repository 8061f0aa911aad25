package online.speka.ledger.generations;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How closely Redis is watched, and how long the steps of a new generation may take.
///
/// @param pollInterval pause between two looks whether the generation still serves
/// @param edgesWait time that edges have to hear of a new generation and to enter what they have
///     reserved; longer than they poll, and than Kafka may take to accept a job
/// @param outcomesWaitMax longest wait for outcomes that are in Kafka to be billed
/// @param readMax longest time for reading the jobs that may be unfinished
/// @param kafkaWaitMax longest wait for one answer of Kafka
/// @param stopMax longest wait for a generation that is being opened when the process stops
/// @param sweepInterval pause between two sweeps of reservations
/// @param submissionMax older reservations have become a job, or never will; longer than edges wait
///     for Kafka
@ConfigurationProperties("speka.ledger.generations")
record GenerationsProperties(
    @DefaultValue("500ms") Duration pollInterval,
    @DefaultValue("2s") Duration edgesWait,
    @DefaultValue("20s") Duration outcomesWaitMax,
    @DefaultValue("30s") Duration readMax,
    @DefaultValue("5s") Duration kafkaWaitMax,
    @DefaultValue("5s") Duration stopMax,
    @DefaultValue("30s") Duration sweepInterval,
    @DefaultValue("2m") Duration submissionMax) {

  GenerationsProperties {
    if (!pollInterval.isPositive()
        || edgesWait.isNegative()
        || !outcomesWaitMax.isPositive()
        || !readMax.isPositive()
        || !kafkaWaitMax.isPositive()
        || !stopMax.isPositive()
        || !sweepInterval.isPositive()
        || !submissionMax.isPositive()) {
      throw new IllegalArgumentException(
          "speka.ledger.generations: durations must be positive, edges-wait may be 0");
    }
  }
}
