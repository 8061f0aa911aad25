package online.speka.edge.openai;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/// @param bodyMax longest body of a request
/// @param bodyDropMax longest announced body that is received and dropped before it is refused:
///     most clients send all of theirs before they read, and a connection that is closed meanwhile
///     shows them a reset instead of the reason. A longer one is refused at once.
/// @param bodyTimeout until a body has arrived whole
/// @param parseInlineMax longest body that is parsed on the event loop; longer ones must not hold
///     up other clients' streams
@ConfigurationProperties("speka.edge.openai")
record OpenAiProperties(
    @DefaultValue("8MB") DataSize bodyMax,
    @DefaultValue("64MB") DataSize bodyDropMax,
    @DefaultValue("30s") Duration bodyTimeout,
    @DefaultValue("64KB") DataSize parseInlineMax) {

  OpenAiProperties {
    if (bodyMax.toBytes() < 1 || bodyMax.toBytes() > Integer.MAX_VALUE / 2) {
      throw new IllegalArgumentException("speka.edge.openai.bodyMax must be 1 byte to 1 GB");
    }
    if (!bodyTimeout.isPositive()) {
      throw new IllegalArgumentException("speka.edge.openai.bodyTimeout must be positive");
    }
  }
}
