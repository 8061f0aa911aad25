package online.speka.dispatcher.handoff;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Settings of handoff, `speka.dispatcher.handoff.*`.
///
/// @param deliveryTimeout until the broker must have an outcome; after it the outcome is written
///     anew
/// @param metadataWait how long writing a fact may hold up the thread that decided it; nearly zero,
///     because a fact that cannot be written is tried again anyway
@ConfigurationProperties("speka.dispatcher.handoff")
record HandoffProperties(
    @DefaultValue("30s") Duration deliveryTimeout,
    @DefaultValue("5ms") Duration metadataWait,
    @DefaultValue("5s") Duration closeTimeout,
    @DefaultValue FailureFrames failureFrames) {

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
