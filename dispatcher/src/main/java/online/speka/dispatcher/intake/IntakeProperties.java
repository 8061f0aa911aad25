package online.speka.dispatcher.intake;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/// Settings of intake, `speka.dispatcher.intake.*`.
///
/// @param sessionTimeout after which a dispatcher that is silent loses its models
/// @param metadataMaxAge how long a new model's topics may stay unnoticed
/// @param pollRecordsMax most records handed out by one poll
/// @param fetchWait how long the broker holds back an empty answer; a lane that is read again after
///     a pause waits at most this long
/// @param fetchBytesMax most bytes fetched at once, of all partitions
/// @param partitionFetchBytesMax most bytes fetched at once, of one partition
/// @param commitInterval between two commits of a partition that changes; deadlines are looked at
///     as often
/// @param commitRefresh between two commits of a partition that does not change
/// @param requestTimeout for the few broker requests that intake waits for
/// @param closeTimeout for leaving the group
/// @param restartDelay before a consumer that failed is replaced
/// @param takeover settings of taking models over
/// @param cancels settings of remembered cancellations
@ConfigurationProperties("speka.dispatcher.intake")
record IntakeProperties(
    @DefaultValue("6s") Duration sessionTimeout,
    @DefaultValue("1500ms") Duration heartbeatInterval,
    @DefaultValue("5s") Duration metadataMaxAge,
    @DefaultValue("128") int pollRecordsMax,
    @DefaultValue("50ms") Duration fetchWait,
    @DefaultValue("16MB") DataSize fetchBytesMax,
    @DefaultValue("1MB") DataSize partitionFetchBytesMax,
    @DefaultValue("50ms") Duration commitInterval,
    @DefaultValue("30s") Duration commitRefresh,
    @DefaultValue("5s") Duration requestTimeout,
    @DefaultValue("5s") Duration closeTimeout,
    @DefaultValue("1s") Duration restartDelay,
    @DefaultValue Takeover takeover,
    @DefaultValue Cancels cancels) {

  IntakeProperties {
    if (pollRecordsMax < 1) {
      throw new IllegalArgumentException(
          "speka.dispatcher.intake.poll-records-max must be at least 1, not " + pollRecordsMax);
    }
    if (heartbeatInterval.multipliedBy(3).compareTo(sessionTimeout) > 0) {
      throw new IllegalArgumentException(
          "speka.dispatcher.intake.heartbeat-interval must be at most a third of session-timeout");
    }
  }

  /// @param replayMargin how much earlier than needed the replay of outcomes begins: clocks of
  ///     machines differ
  /// @param replayFallback how far back it begins if the last commit does not say
  /// @param heartbeatRoundMax longest wait for every worker to say what it runs
  /// @param retryDelay before a replay that failed is tried again
  record Takeover(
      @DefaultValue("10s") Duration replayMargin,
      @DefaultValue("1h") Duration replayFallback,
      @DefaultValue("4s") Duration heartbeatRoundMax,
      @DefaultValue("500ms") Duration retryDelay) {}

  /// @param rememberedMax most cancellations remembered
  /// @param rememberedFor how long
  record Cancels(
      @DefaultValue("10000") int rememberedMax, @DefaultValue("10m") Duration rememberedFor) {}
}
