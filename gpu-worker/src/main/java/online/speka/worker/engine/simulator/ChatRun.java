package online.speka.worker.engine.simulator;

import java.util.List;
import java.util.concurrent.TimeUnit;
import online.speka.contract.error.ApiError;
import online.speka.contract.error.ErrorReason;
import online.speka.contract.outcome.Cause;
import online.speka.contract.principal.TenantId;
import online.speka.contract.usage.Usage;
import online.speka.worker.engine.AnswerSink;
import online.speka.worker.engine.Cancellation;
import online.speka.worker.engine.EngineResult;
import online.speka.worker.engine.EngineRun;
import online.speka.worker.rendering.AnswerHead;
import online.speka.worker.rendering.AnswerWriter;
import online.speka.worker.rendering.TokenEvent;
import org.jspecify.annotations.Nullable;

/// One attempt at one job: prefill, then one token per choice and step, as a batch of choices is
/// decoded on a GPU.
final class ChatRun {

  /// Longest silence of a stalled run.
  private static final long STALL_NANOS_MAX = TimeUnit.MINUTES.toNanos(10);

  private static final String FINGERPRINT = "fp_simulator_1";

  private final Cancellation cancellation;
  private final AnswerPlan plan;
  private final FaultPlan faults;
  private final Surroundings surroundings;
  private final PrefixCache cache;
  private final Waiter.Pace pace;
  private final AnswerWriter writer;
  private final List<ChoiceRun> choices;
  private final List<long[]> blocks;
  private final int framesDelivered;
  private int cached;
  private int frames;
  private int generated;

  ChatRun(
      EngineRun run,
      AnswerPlan plan,
      FaultPlan faults,
      Surroundings surroundings,
      PrefixCache cache) {
    this.cancellation = run.cancellation();
    this.framesDelivered = run.framesDelivered();
    this.plan = plan;
    this.faults = faults;
    this.surroundings = surroundings;
    this.cache = cache;
    this.pace = surroundings.waiter().begin(cancellation);
    this.writer = plan.writer(run.job(), FINGERPRINT);
    AnswerHead head = AnswerHead.of(run.job(), FINGERPRINT);
    this.choices = plan.choices(head::toolCallId);
    long salt = salt(run.job().origin().tenant());
    this.blocks = plan.prompts().stream().map(prompt -> prompt.blocks(salt)).toList();
  }

  private static long salt(TenantId tenant) {
    PromptScan scan = new PromptScan();
    scan.note(tenant.value());
    return scan.hash();
  }

  EngineResult run(AnswerSink sink) throws InterruptedException {
    if (faults.failsAtOnce()) {
      return broken(Cause.UPSTREAM_ERROR, "fails before the first token, as the catalog says");
    }
    prefill();
    long due = pace.now();
    EngineResult end = interrupted();
    while (end == null) {
      end = step(sink);
      if (end == null && surroundings.delays().interToken() > 0 && !repeats()) {
        // Not faster after a pause than a GPU could be.
        due = Math.max(due, pace.now() - surroundings.delays().interToken());
        due += surroundings.delays().interToken();
        pace.until(due);
      }
    }
    return end;
  }

  private void prefill() throws InterruptedException {
    for (int i = 0; i < blocks.size(); i++) {
      // At least the last token is always computed, as everywhere.
      int whole = (plan.prompts().get(i).tokens() - 1) / PromptScan.BLOCK_TOKENS;
      cached += Math.min(cache.cached(blocks.get(i)), whole) * PromptScan.BLOCK_TOKENS;
    }
    long wait = surroundings.delays().beforeFirst(plan.promptTokens() - cached);
    if (wait > 0 && !repeats()) {
      pace.until(pace.now() + wait);
    }
    if (!cancellation.isCancelled()) {
      blocks.forEach(cache::add);
    }
  }

  /// Whether the client has what comes next already, from an earlier attempt. It has waited for
  /// that once.
  private boolean repeats() {
    return frames < framesDelivered;
  }

  /// One token of each choice that goes on.
  ///
  /// @return how the run ended, or null if it goes on
  private @Nullable EngineResult step(AnswerSink sink) throws InterruptedException {
    boolean done = true;
    for (ChoiceRun choice : choices) {
      if (choice.isDone()) {
        continue;
      }
      EngineResult end = interrupted();
      if (end != null) {
        return end;
      }
      int ofOthers = generated - choice.generated();
      choice.step(event -> write(event, sink));
      generated = ofOthers + choice.generated();
      if (generated > 0 && generated == faults.killsAt()) {
        surroundings.die();
      }
      if (generated > 0 && generated == faults.breaksAt()) {
        return broken(Cause.ENGINE_ERROR, "breaks in mid-stream, as the catalog says");
      }
      if (generated > 0 && generated == faults.stallsAt()) {
        pace.until(pace.now() + STALL_NANOS_MAX);
        EngineResult woken = interrupted();
        return woken != null ? woken : broken(Cause.UPSTREAM_TIMEOUT, "stalled for too long");
      }
      done &= choice.isDone();
    }
    if (!done) {
      return null;
    }
    Usage whole = usage(true);
    return new EngineResult.Completed(writer.finish(whole), whole);
  }

  private void write(TokenEvent event, AnswerSink sink) throws InterruptedException {
    byte[] frame = writer.write(event);
    if (frame.length > 0) {
      frames++;
      sink.chunk(frame);
    }
  }

  private @Nullable EngineResult interrupted() {
    if (cancellation.isCancelled()) {
      return new EngineResult.Cancelled(usage());
    }
    return surroundings.isClosed()
        ? broken(Cause.ENGINE_ERROR, "the engine was closed while the job ran")
        : null;
  }

  private EngineResult broken(Cause cause, String detail) {
    ApiError error = ApiError.of(ErrorReason.UPSTREAM_ERROR, "The model failed to answer.");
    return new EngineResult.Broken(cause, error, detail, usage());
  }

  /// Until now. A run without a token has used nothing.
  private Usage usage() {
    return usage(generated > 0);
  }

  private Usage usage(boolean counts) {
    if (!counts) {
      return Usage.NONE;
    }
    int reasoned = 0;
    for (ChoiceRun choice : choices) {
      reasoned += choice.reasoned();
    }
    return new Usage(plan.promptTokens(), cached, generated, reasoned);
  }
}
