package online.speka.worker.engine.llamacpp;

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
import online.speka.worker.rendering.AnswerWriter;
import online.speka.worker.rendering.ChoiceText;
import online.speka.worker.rendering.FinishReason;
import online.speka.worker.rendering.StopStrings;
import online.speka.worker.rendering.TokenEvent;
import online.speka.worker.rendering.request.ChatRequest;
import org.jspecify.annotations.Nullable;

/// One job's answer: its choices one after the other, so that a job never takes more than the slot
/// it was given. The prompt is computed once; later choices find it in memory.
final class ChatRun {

  private final EngineRun run;
  private final AnswerSink sink;
  private final DecodeLoop loop;
  private final Vocabulary vocabulary;
  private final ChatRequest request;
  private final AnswerWriter writer;
  private final StopStrings stops;
  private boolean promptRead;
  private int cachedTokens;
  private long completionTokens;
  private int promptTokens;

  ChatRun(
      EngineRun run, AnswerSink sink, DecodeLoop loop, Vocabulary vocabulary, Prepared prepared) {
    this.run = run;
    this.sink = sink;
    this.loop = loop;
    this.vocabulary = vocabulary;
    this.request = prepared.request();
    this.writer = AnswerWriter.of(run.job(), run.body(), request, prepared.fingerprint());
    this.stops = StopStrings.of(request.limits().stop());
  }

  /// @param fingerprint names model and engine in the answer
  record Prepared(ChatRequest request, String fingerprint) {}

  /// How a choice ended, if it did not end as the client may see it.
  private sealed interface Broken {
    record Cancelled() implements Broken {}

    record Failed(String detail) implements Broken {}
  }

  /// @param first the order of the first choice
  EngineResult answer(Order first) throws InterruptedException {
    promptTokens = first.prompt().length;
    for (int choice = 0; choice < request.limits().n(); choice++) {
      Broken broken = choice(choice, ofChoice(first, choice));
      if (broken != null) {
        return result(broken);
      }
    }
    return new EngineResult.Completed(writer.finish(usage()), usage());
  }

  private static Order ofChoice(Order first, int choice) {
    return new Order(
        first.tenant(),
        first.prompt(),
        first.tokensMax(),
        first.sampling().forChoice(choice),
        first.grammar(),
        first.topLogprobs());
  }

  private @Nullable Broken choice(int choice, Order order) throws InterruptedException {
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
    ChoiceText text = new ChoiceText(choice, stops);
    while (true) {
      switch (generation.next()) {
        case Step.Started(int cached) -> started(cached);
        case Step.Token(int token, var logprob) -> {
          completionTokens++;
          write(text.push(vocabulary.piece(token), logprob));
          if (text.stopped()) {
            write(new TokenEvent.Finish(choice, FinishReason.STOP));
            return null;
          }
        }
        case Step.Ended(End end, String detail) -> {
          return ended(choice, text, end, detail);
        }
      }
    }
  }

  private void started(int cached) {
    if (!promptRead) {
      promptRead = true;
      cachedTokens = cached;
    }
  }

  private @Nullable Broken ended(int choice, ChoiceText text, End end, String detail)
      throws InterruptedException {
    return switch (end) {
      case STOP -> finish(choice, text, FinishReason.STOP);
      case LENGTH -> finish(choice, text, FinishReason.LENGTH);
      case CANCELLED -> new Broken.Cancelled();
      case FAILED -> new Broken.Failed(detail);
    };
  }

  private @Nullable Broken finish(int choice, ChoiceText text, FinishReason reason)
      throws InterruptedException {
    write(text.flush());
    write(new TokenEvent.Finish(choice, reason));
    return null;
  }

  private void write(@Nullable TokenEvent event) throws InterruptedException {
    if (event == null) {
      return;
    }
    byte[] bytes = writer.write(event);
    if (bytes.length > 0) {
      sink.chunk(bytes);
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
    return promptRead ? new Usage(promptTokens, cachedTokens, completionTokens, 0) : Usage.NONE;
  }
}
