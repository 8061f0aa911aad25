package online.speka.edge.draining;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How long what runs is waited for is Spring's own `spring.lifecycle.timeout-per-shutdown-phase`.
///
/// @param notice how long requests are still taken after readiness has gone: longer than whoever
///     balances load needs to see it
@ConfigurationProperties("speka.edge.drain")
record DrainProperties(@DefaultValue("1s") Duration notice) {
  DrainProperties {
    if (notice.isNegative()) {
      throw new IllegalArgumentException("speka.edge.drain.notice must not be negative");
    }
  }
}
