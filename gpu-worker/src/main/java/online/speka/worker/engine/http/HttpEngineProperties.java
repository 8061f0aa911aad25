package online.speka.worker.engine.http;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/// Bounds of what an upstream server may answer, and how it is watched. The size of its headers is
/// bounded by the JDK (`jdk.http.maxHeaderSize`).
///
/// @param eventBytesMax most bytes in one server-sent event
/// @param answerBytesMax most bytes in one answer
/// @param errorBytesMax how much of an error's body is read
/// @param probeInterval time between two probes of a server
/// @param probeTimeout how long a probe may take
@ConfigurationProperties("speka.worker.http")
record HttpEngineProperties(
    @DefaultValue("1MB") DataSize eventBytesMax,
    @DefaultValue("64MB") DataSize answerBytesMax,
    @DefaultValue("64KB") DataSize errorBytesMax,
    @DefaultValue("2s") Duration probeInterval,
    @DefaultValue("2s") Duration probeTimeout) {

  HttpEngineProperties {
    requireInt("event-bytes-max", eventBytesMax);
    requireInt("answer-bytes-max", answerBytesMax);
    requireInt("error-bytes-max", errorBytesMax);
    if (!probeInterval.isPositive() || !probeTimeout.isPositive()) {
      throw new IllegalArgumentException("speka.worker.http.probe-* must be positive");
    }
  }

  AnswerLimits limits() {
    return new AnswerLimits(
        (int) eventBytesMax.toBytes(),
        (int) answerBytesMax.toBytes(),
        (int) errorBytesMax.toBytes());
  }

  private static void requireInt(String key, DataSize size) {
    if (size.toBytes() < 1 || size.toBytes() > Integer.MAX_VALUE / 2) {
      throw new IllegalArgumentException(
          "speka.worker.http." + key + " must be 1 byte to 1 GB, not " + size);
    }
  }
}
