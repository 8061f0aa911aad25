package online.speka.infra.bench.script;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One answer of the fixed-delay upstream, written down beforehand. It travels in the prompt, the
/// one place that every OpenAI-compatible hop leaves alone, so one upstream serves any shape of
/// load.
///
/// @param mark unique per request; it is in every token, so an answer that went to somebody else is
///     noticed
public record StreamScript(long mark, Shape shape) {

  private static final Pattern PROMPT =
      Pattern.compile(
          "bench mark=(\\d+) first_token_us=(\\d+) inter_token_us=(\\d+) tokens=(\\d+)");

  /// @param firstToken from the request read to the first token written
  /// @param interToken between two tokens
  public record Shape(Duration firstToken, Duration interToken, int tokens) {
    public static final int TOKENS_MAX = 100_000;
    public static final Duration DELAY_MAX = Duration.ofHours(1);

    public Shape {
      if (!isDelay(firstToken) || !isDelay(interToken)) {
        throw new IllegalArgumentException("delays must be 0 to " + DELAY_MAX);
      }
      if (tokens < 1 || tokens > TOKENS_MAX) {
        throw new IllegalArgumentException("tokens must be 1 to " + TOKENS_MAX + ", not " + tokens);
      }
    }

    private static boolean isDelay(Duration duration) {
      return !duration.isNegative() && duration.compareTo(DELAY_MAX) <= 0;
    }

    /// How long the stream lasts where nothing is added.
    public Duration length() {
      return firstToken.plus(interToken.multipliedBy(tokens - 1L));
    }

    public Shape withTokens(int count) {
      return new Shape(firstToken, interToken, count);
    }
  }

  public String prompt() {
    return "bench mark=%d first_token_us=%d inter_token_us=%d tokens=%d"
        .formatted(
            mark,
            shape.firstToken().toNanos() / 1000,
            shape.interToken().toNanos() / 1000,
            shape.tokens());
  }

  /// Empty if the prompt is somebody else's.
  public static Optional<StreamScript> ofPrompt(String prompt) {
    Matcher matcher = PROMPT.matcher(prompt);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    try {
      Shape shape =
          new Shape(
              micros(matcher.group(2)),
              micros(matcher.group(3)),
              Integer.parseInt(matcher.group(4)));
      return Optional.of(new StreamScript(Long.parseLong(matcher.group(1)), shape));
    } catch (IllegalArgumentException | ArithmeticException _) {
      return Optional.empty();
    }
  }

  /// Every token but the first, which is a [FirstToken].
  public String token(int index) {
    if (index < 1 || index >= shape.tokens()) {
      throw new IllegalArgumentException("no token " + index + " in " + this);
    }
    return mark + "." + index + " ";
  }

  private static Duration micros(String text) {
    return Duration.ofNanos(Math.multiplyExact(Long.parseLong(text), 1000L));
  }
}
