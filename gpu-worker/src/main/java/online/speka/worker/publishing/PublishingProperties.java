package online.speka.worker.publishing;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/// Bounds of publishing.
///
/// @param coalesceMax how long frames are collected behind a publish in flight
/// @param coalesceBytesMax how much is collected behind a publish in flight
/// @param messageBytesMax most bytes in one publish
/// @param inFlightMax most publishes that wait for their acknowledgement
/// @param jobBufferMax most bytes of one job that wait for their acknowledgement; the engine waits
///     when it is full
/// @param jobHistoryMax most acknowledged bytes of one job kept in case Redis loses its data
/// @param historyMax most of them of all jobs together
/// @param endedKept how long they are kept after a job's end: a Redis that dies then takes the end
///     with it before every edge has read it
/// @param acknowledgeMax how long Redis may take to answer before the connection is given up
/// @param reconnectMax longest pause between two attempts to reach Redis
/// @param outcomeRetryMax how long an outcome is offered to Kafka before it is given up
@ConfigurationProperties("speka.worker.publishing")
record PublishingProperties(
    @DefaultValue("5ms") Duration coalesceMax,
    @DefaultValue("4KB") DataSize coalesceBytesMax,
    @DefaultValue("128KB") DataSize messageBytesMax,
    @DefaultValue("16") int inFlightMax,
    @DefaultValue("256KB") DataSize jobBufferMax,
    @DefaultValue("256KB") DataSize jobHistoryMax,
    @DefaultValue("64MB") DataSize historyMax,
    @DefaultValue("15s") Duration endedKept,
    @DefaultValue("5s") Duration acknowledgeMax,
    @DefaultValue("1s") Duration reconnectMax,
    @DefaultValue("15m") Duration outcomeRetryMax) {

  PublishingProperties {
    if (inFlightMax < 1) {
      throw new IllegalArgumentException(
          "speka.worker.publishing.in-flight-max must be at least 1, not " + inFlightMax);
    }
    requirePositive("coalesce-bytes-max", coalesceBytesMax);
    requirePositive("message-bytes-max", messageBytesMax);
    requirePositive("job-buffer-max", jobBufferMax);
  }

  OutboxLimits limits() {
    return new OutboxLimits(
        coalesceMax.toNanos(),
        coalesceBytesMax.toBytes(),
        messageBytesMax.toBytes(),
        inFlightMax,
        jobBufferMax.toBytes(),
        new OutboxLimits.History(
            jobHistoryMax.toBytes(), historyMax.toBytes(), endedKept.toNanos()));
  }

  private static void requirePositive(String key, DataSize size) {
    if (size.toBytes() < 1) {
      throw new IllegalArgumentException(
          "speka.worker.publishing." + key + " must be at least 1 byte, not " + size);
    }
  }
}
