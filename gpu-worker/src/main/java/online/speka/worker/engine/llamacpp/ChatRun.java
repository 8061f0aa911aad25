package online.speka.worker.engine.llamacpp;

import java.util.List;
import online.speka.contract.error.ApiError;
import online.speka.contract.error.ErrorReason;
import online.speka.contract.outcome.Cause;
import online.speka.contract.usage.Usage;
import online.speka.worker.engine.AnswerSink;
import online.speka.worker.engine.EngineResult;
import online.speka.worker.engine.EngineRun;
import online.speka.worker.engine.llamacpp.Generation.End;
import online.speka.worker.engine.llamacpp.Generation.Order;
import online.speka.worker.engine.llamacpp.Generation.Step;
import online.speka.worker.rendering.FinishReason;
import online.speka.worker.rendering.TokenEvent;
import org.jspecify.annotations.Nullable;

/// One job's answer: its choices one after the other, so that a job never takes more than the slot
/// it was given. Each prompt is computed once; later choices find it in memory.
final class ChatRun {

  private final EngineRun run;
  private final AnswerSink sink;
  private final DecodeLoop loop;
  private final Vocabulary vocabulary;
  private final Prepared prepared;
  private long promptTokens;
  private long cachedTokens;
  private long completionTokens;

  ChatRun(
      EngineRun run, AnswerSink sink, DecodeLoop loop, Vocabulary vocabulary, Prepared prepared) {
    this.run = run;
    this.sink = sink;
    this.loop = loop;
    this.vocabulary = vocabulary;
    this.prepared = prepared;
  }

  /// How a choice ended, if it did not end as the client may see it.
  private sealed interface Broken {
    record Cancelled() implements Broken {}

    record Failed(String detail) implements Broken {}
  }

  EngineResult answer() throws InterruptedException {
    for (int choice = 0; choice < prepared.choices(); choice++) {
      Broken broken = choice(choice);
      if (broken != null) {
        return result(broken);
      }
    }
    return new EngineResult.Completed(prepared.writer().finish(usage()), usage());
  }

  private @Nullable Broken choice(int choice) throws InterruptedException {
    if (prepared.promptOf(choice).tokensMax() == 0) {
      started(choice, 0);
      write(List.of(new TokenEvent.Finish(choice, FinishReason.LENGTH)));
      return null;
    }
    Order order = prepared.order(run.job().origin().tenant().value(), choice);
    Generation generation = new Generation(order);
    if (!loop.submit(generation)) {
      return new Broken.Failed("more jobs than slots, or the engine is closing");
    }
    run.cancellation().onCancel(generation::cancel);
    try {
      return follow(choice, generation);
    } finally {
      // Whatever the way out, the slot must not go on working for nobody.
      generation.cancel();
    }
  }

  private @Nullable Broken follow(int choice, Generation generation) throws InterruptedException {
    SpokenText text = prepared.spoken().apply(choice);
    while (true) {
      switch (generation.next()) {
        case Step.Started(int cached) -> started(choice, cached);
        case Step.Token(int token, var logprob) -> {
          completionTokens++;
          write(text.push(vocabulary.piece(token), logprob));
          if (text.stopped()) {
            write(List.of(new TokenEvent.Finish(choice, FinishReason.STOP)));
            return null;
          }
        }
        case Step.Ended(End end, String detail) -> {
          return ended(choice, text, end, detail);
        }
      }
    }
  }

  /// A prompt counts once, with its first choice.
  private void started(int choice, int cached) {
    if (choice % prepared.perPrompt() == 0) {
      promptTokens += prepared.promptOf(choice).tokens().length;
      cachedTokens += cached;
    }
  }

  private @Nullable Broken ended(int choice, SpokenText text, End end, String detail)
      throws InterruptedException {
    return switch (end) {
      case STOP -> finish(choice, text, text.done());
      case LENGTH -> finish(choice, text, FinishReason.LENGTH);
      case CANCELLED -> new Broken.Cancelled();
      case FAILED -> new Broken.Failed(detail);
    };
  }

  private @Nullable Broken finish(int choice, SpokenText text, FinishReason reason)
      throws InterruptedException {
    write(text.rest());
    write(List.of(new TokenEvent.Finish(choice, reason)));
    return null;
  }

  private void write(List<TokenEvent> events) throws InterruptedException {
    for (TokenEvent event : events) {
      byte[] bytes = prepared.writer().write(event);
      if (bytes.length > 0) {
        sink.chunk(bytes);
      }
    }
  }

  private EngineResult result(Broken broken) {
    return switch (broken) {
      case Broken.Cancelled() -> new EngineResult.Cancelled(usage());
      case Broken.Failed(String detail) -> broken(detail, usage());
    };
  }

  static EngineResult.Broken broken(String detail, Usage usage) {
    return new EngineResult.Broken(
        Cause.ENGINE_ERROR,
        ApiError.of(ErrorReason.INTERNAL, "The chat engine failed."),
        detail,
        usage);
  }

  private Usage usage() {
    return new Usage(promptTokens, cachedTokens, completionTokens, 0);
  }
}
