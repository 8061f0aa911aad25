package online.speka.dispatcher.handoff;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/// Settings of handoff, `speka.dispatcher.handoff.*`.
///
/// @param facts settings of outcomes and other facts
/// @param failureFrames settings of telling edges of failures
/// @param lastWords settings of telling edges what nobody else may have told them
/// @param lostAttempts settings of giving up attempts whose workers are gone
@ConfigurationProperties("speka.dispatcher.handoff")
record HandoffProperties(
    @DefaultValue Facts facts,
    @DefaultValue FailureFrames failureFrames,
    @DefaultValue LastWords lastWords,
    @DefaultValue LostAttempts lostAttempts) {

  /// @param deliveryTimeout until the broker must have a fact
  /// @param metadataWait how long writing a fact may hold up the thread that decided it; nearly
  ///     zero, because it is tried again anyway
  /// @param triesMax how often one is tried
  /// @param retryDelay between two tries
  /// @param recordBytesMax largest record; a dead letter holds a client's body
  /// @param closeTimeout for writing what is still on its way when the process ends
  record Facts(
      @DefaultValue("30s") Duration deliveryTimeout,
      @DefaultValue("5ms") Duration metadataWait,
      @DefaultValue("20") int triesMax,
      @DefaultValue("250ms") Duration retryDelay,
      @DefaultValue("64MB") DataSize recordBytesMax,
      @DefaultValue("5s") Duration closeTimeout) {}

  /// @param delay before a log is looked at: most workers tell the end themselves a moment after
  ///     the outcome
  /// @param triesMax how often one is tried while Redis is away
  record LastWords(@DefaultValue("2s") Duration delay, @DefaultValue("15") int triesMax) {}

  /// @param fenceMax how long it is tried to shut a replay log before an attempt is given up
  ///     without
  /// @param fenceRetryDelay between two tries
  record LostAttempts(
      @DefaultValue("2s") Duration fenceMax, @DefaultValue("100ms") Duration fenceRetryDelay) {}

  /// @param waitingMax most frames on their way at the same time
  /// @param triesMax how often one is tried
  /// @param retryDelay between two tries
  record FailureFrames(
      @DefaultValue("10000") int waitingMax,
      @DefaultValue("60") int triesMax,
      @DefaultValue("250ms") Duration retryDelay) {

    FailureFrames {
      if (waitingMax < 1 || triesMax < 1) {
        throw new IllegalArgumentException(
            "speka.dispatcher.handoff.failure-frames: waiting-max and tries-max must be at least"
                + " 1");
      }
    }
  }
}
