package online.speka.ledger.intake;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Locale;
import online.speka.contract.outcome.Outcome;
import online.speka.contract.usage.Usage;
import online.speka.ledger.posting.Disposition;
import online.speka.ledger.posting.Receipt;

/// The intake's counters for Prometheus.
final class MicrometerIntakeMetrics implements IntakeMetrics {

  static final String CONSUMED = "speka.ledger.consumed";
  static final String EVENTS = "speka.ledger.events";
  static final String BILLS = "speka.ledger.bills";
  static final String TOKENS = "speka.ledger.tokens";
  static final String CHARGED = "speka.ledger.charged";
  static final String RETRIES = "speka.ledger.retries";

  private static final List<String> RESULTS =
      List.of(
          "posted",
          "part",
          "duplicate",
          "late",
          "void",
          "attempt",
          "held",
          "rejected",
          "malformed");

  private final MeterRegistry registry;
  private final Counter consumed;
  private final Counter retries;

  MicrometerIntakeMetrics(MeterRegistry registry) {
    this.registry = registry;
    this.consumed = registry.counter(CONSUMED);
    this.retries = registry.counter(RETRIES);
    // A rate over a counter that appears late misses its first increments.
    RESULTS.forEach(result -> registry.counter(EVENTS, "result", result));
  }

  @Override
  public void done(List<Receipt> receipts, int malformed) {
    consumed.increment(receipts.size() + (double) malformed);
    registry.counter(EVENTS, "result", "malformed").increment(malformed);
    for (Receipt receipt : receipts) {
      registry.counter(EVENTS, "result", result(receipt.disposition())).increment();
      receipt.billed().ifPresent(this::count);
    }
  }

  @Override
  public void failed() {
    retries.increment();
  }

  @Override
  public void heldPosted(List<Receipt> receipts) {
    receipts.forEach(receipt -> receipt.billed().ifPresent(this::count));
  }

  private void count(Receipt.Billed bill) {
    Outcome outcome = bill.outcome();
    String model = outcome.job().model().value();
    registry
        .counter(
            BILLS,
            "model",
            model,
            "lane",
            outcome.job().target().lane().topicSuffix(),
            "status",
            word(outcome.status()),
            "cause",
            word(outcome.cause()))
        .increment();
    registry.counter(CHARGED, "model", model).increment((double) bill.amount().value());
    Usage usage = outcome.usage();
    tokens(model, "prompt").increment((double) usage.promptTokens());
    tokens(model, "cached_prompt").increment((double) usage.cachedPromptTokens());
    tokens(model, "completion").increment((double) usage.completionTokens());
    tokens(model, "reasoning").increment((double) usage.reasoningTokens());
  }

  private Counter tokens(String model, String kind) {
    return registry.counter(TOKENS, "model", model, "kind", kind);
  }

  private static String result(Disposition disposition) {
    return switch (disposition) {
      case Disposition.Posted _, Disposition.RequestPosted _ -> "posted";
      case Disposition.PartKept _ -> "part";
      case Disposition.Duplicate _ -> "duplicate";
      case Disposition.Late _ -> "late";
      case Disposition.Voided _ -> "void";
      case Disposition.AttemptKept _ -> "attempt";
      case Disposition.Held _ -> "held";
      case Disposition.Rejected _ -> "rejected";
    };
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
