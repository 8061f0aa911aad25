package online.speka.edge.openai;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// Request metrics under OpenTelemetry's names for generative AI, and counters of how requests end.
final class MicrometerRequestMetrics implements RequestMetrics {
  static final String RECEIVED = "speka.edge.requests.received";
  static final String RETRIES = "speka.edge.requests.retries";
  static final String ENDED = "speka.edge.requests.ended";
  static final String DURATION = "gen_ai.server.request.duration";
  static final String FIRST_TOKEN = "gen_ai.server.time_to_first_token";

  private static final String OPERATION_TAG = "gen_ai.operation.name";
  private static final String MODEL_TAG = "gen_ai.request.model";
  private static final String ERROR_TAG = "error.type";
  private static final Duration EXPECTED_MIN = Duration.ofMillis(1);
  private static final Duration EXPECTED_MAX = Duration.ofMinutes(2);

  private final MeterRegistry registry;
  private final LongSupplier ticker;
  private final Map<String, Counter> received = new ConcurrentHashMap<>();
  private final Map<Ended, Measures> ended = new ConcurrentHashMap<>();
  private final Map<FirstToken, Timer> firstTokens = new ConcurrentHashMap<>();

  MicrometerRequestMetrics(MeterRegistry registry, LongSupplier ticker) {
    this.registry = registry;
    this.ticker = ticker;
  }

  private record FirstToken(String operation, String model) {}

  private record Measures(Timer duration, Counter count) {}

  @Override
  public long now() {
    return ticker.getAsLong();
  }

  @Override
  public void received(String operation) {
    received
        .computeIfAbsent(operation, name -> registry.counter(RECEIVED, OPERATION_TAG, name))
        .increment();
  }

  @Override
  public void retried(String operation) {
    registry.counter(RETRIES, OPERATION_TAG, operation).increment();
  }

  @Override
  public void firstToken(String operation, String model, long nanos) {
    firstTokens
        .computeIfAbsent(new FirstToken(operation, model), this::timer)
        .record(nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void ended(Ended how, long nanos) {
    Measures measures = ended.computeIfAbsent(how, this::measures);
    measures.duration().record(nanos, TimeUnit.NANOSECONDS);
    measures.count().increment();
  }

  private Timer timer(FirstToken key) {
    return histogram(FIRST_TOKEN)
        .tag(OPERATION_TAG, key.operation())
        .tag(MODEL_TAG, key.model())
        .register(registry);
  }

  private Measures measures(Ended key) {
    Timer duration =
        histogram(DURATION)
            .tag(OPERATION_TAG, key.operation())
            .tag(MODEL_TAG, key.model())
            .tag(ERROR_TAG, key.errorType())
            .register(registry);
    Counter count =
        registry.counter(
            ENDED,
            OPERATION_TAG,
            key.operation(),
            "ending",
            key.ending().name().toLowerCase(Locale.ROOT),
            "cause",
            key.errorType());
    return new Measures(duration, count);
  }

  private static Timer.Builder histogram(String name) {
    return Timer.builder(name)
        .publishPercentileHistogram()
        .minimumExpectedValue(EXPECTED_MIN)
        .maximumExpectedValue(EXPECTED_MAX);
  }
}
