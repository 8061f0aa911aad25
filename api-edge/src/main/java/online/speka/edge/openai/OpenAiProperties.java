package online.speka.edge.openai;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/// @param bodyMax longest body of a request
/// @param bodyTimeout until a body has arrived whole; for as long, the rest of a refused one is
///     dropped as it comes
/// @param parseInlineMax longest body that is parsed on the event loop; longer ones must not hold
///     up other clients' streams
@ConfigurationProperties("speka.edge.openai")
record OpenAiProperties(
    @DefaultValue("8MB") DataSize bodyMax,
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
