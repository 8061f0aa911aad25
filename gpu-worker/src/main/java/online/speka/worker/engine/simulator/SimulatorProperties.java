package online.speka.worker.engine.simulator;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import online.speka.contract.catalog.EngineSpec;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;

/// How fast simulated models are on this worker, whatever the catalog says; absent means as the
/// catalog says. In the environment: `SPEKA_SIM_TTFT=20ms`, `SPEKA_SIM_ITL`, `SPEKA_SIM_PREFILL`; a
/// bare number is milliseconds.
///
/// @param ttft fixed part of the wait before the first token
/// @param itl wait between two tokens
/// @param prefill added to the first wait for each prompt token that is not cached
/// @param prefixCacheTokensMax what a model's prefix cache holds; 0 switches it off
@ConfigurationProperties("speka.sim")
record SimulatorProperties(
    @DurationUnit(ChronoUnit.MILLIS) @Nullable Duration ttft,
    @DurationUnit(ChronoUnit.MILLIS) @Nullable Duration itl,
    @DurationUnit(ChronoUnit.MILLIS) @Nullable Duration prefill,
    @DefaultValue("131072") int prefixCacheTokensMax) {

  SimulatorProperties {
    requireNotNegative("ttft", ttft);
    requireNotNegative("itl", itl);
    requireNotNegative("prefill", prefill);
    if (prefixCacheTokensMax < 0) {
      throw new IllegalArgumentException(
          "speka.sim.prefix-cache-tokens-max must not be negative, not " + prefixCacheTokensMax);
    }
  }

  private static void requireNotNegative(String key, @Nullable Duration value) {
    if (value != null && value.isNegative()) {
      throw new IllegalArgumentException(
          "speka.sim." + key + " must not be negative, not " + value);
    }
  }

  Delays delays(EngineSpec.Simulator spec) {
    return Delays.of(
        ttft == null ? spec.timeToFirstToken() : ttft,
        itl == null ? spec.interToken() : itl,
        prefill == null ? spec.prefillPerToken() : prefill);
  }
}
