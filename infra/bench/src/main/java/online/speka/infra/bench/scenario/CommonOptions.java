package online.speka.infra.bench.scenario;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// What every scenario understands.
final class CommonOptions {

  @Mixin private StackOptions stack = new StackOptions();

  @Option(
      names = "--seconds",
      paramLabel = "N",
      description = "How long to measure; warm-up and start come on top. Default: the scenario's.")
  private @Nullable Integer seconds;

  @Option(
      names = "--warm-up",
      paramLabel = "SECONDS",
      description = "Default: a quarter, at most 20.")
  private @Nullable Integer warmUpSeconds;

  @Option(names = "--json", paramLabel = "FILE", description = "Write all numbers there.")
  private @Nullable Path json;

  @Option(
      names = "--first-token-ms",
      defaultValue = "20",
      description = "The engine's time to first token. Default: ${DEFAULT-VALUE}.")
  private int firstTokenMs;

  @Option(
      names = "--tokens",
      paramLabel = "N",
      description = "Tokens of a stream. Default: the scenario's.")
  private @Nullable Integer tokens;

  StackOptions stack() {
    return stack;
  }

  Duration measured(int secondsOtherwise) {
    return Duration.ofSeconds(seconds == null ? secondsOtherwise : Math.max(1, seconds));
  }

  Duration warmUp(Duration measured) {
    return warmUpSeconds == null
        ? Duration.ofSeconds(Math.min(20, measured.toSeconds() / 4))
        : Duration.ofSeconds(warmUpSeconds);
  }

  Optional<Path> json() {
    return Optional.ofNullable(json);
  }

  Duration firstToken() {
    return Duration.ofMillis(firstTokenMs);
  }

  int tokens(int tokensOtherwise) {
    return tokens == null ? tokensOtherwise : tokens;
  }
}
