package online.speka.worker;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import online.speka.contract.catalog.ModelSpec;
import online.speka.contract.error.ApiError;
import online.speka.contract.error.ErrorReason;
import online.speka.contract.outcome.Cause;
import online.speka.contract.usage.Usage;
import online.speka.worker.engine.AnswerSink;
import online.speka.worker.engine.Engine;
import online.speka.worker.engine.EngineFactory;
import online.speka.worker.engine.EngineResult;
import online.speka.worker.engine.EngineRun;

/// A deterministic engine that does what the request's body says:
///
/// - `say 5`: frames `t0 ` to `t4 `, then the end
/// - `hang 5`: five frames, then silence until cancelled
/// - `deaf 5`: five frames, then silence whatever happens
/// - `break 5`: five frames, then it breaks, at the first attempt only
/// - `throw`: throws
/// - `refuse`: the client's fault
/// - `large 300000`: an answer of that many bytes, all at the end
/// - `flood 4096 1000`: a thousand frames of so many bytes
/// - `pace 2 1000`: a thousand frames, one each two milliseconds
///
/// Models whose id begins with `test/` have it; `test/once...` cannot be continued.
final class ScriptedEngine implements Engine {

  private final ModelSpec spec;
  private volatile boolean closed;

  private ScriptedEngine(ModelSpec spec) {
    this.spec = spec;
  }

  static final class Factory implements EngineFactory {
    @Override
    public boolean supports(ModelSpec spec) {
      return spec.id().value().startsWith("test/");
    }

    @Override
    public Engine create(ModelSpec spec) {
      return new ScriptedEngine(spec);
    }
  }

  @Override
  public boolean ready() {
    return !closed;
  }

  @Override
  public boolean deterministic() {
    return !spec.id().value().startsWith("test/once");
  }

  @Override
  public EngineResult run(EngineRun run, AnswerSink sink) throws InterruptedException {
    String[] script = new String(run.body(), US_ASCII).split(" ");
    int count = script.length > 1 ? Integer.parseInt(script[1]) : 0;
    return switch (script[0]) {
      case "say" -> {
        say(count, sink);
        yield completed(count);
      }
      case "hang", "deaf" -> {
        say(count, sink);
        CountDownLatch cancelled = new CountDownLatch(1);
        if (script[0].equals("hang")) {
          run.cancellation().onCancel(cancelled::countDown);
        }
        cancelled.await();
        yield new EngineResult.Cancelled(Usage.of(3, count));
      }
      case "break" -> {
        say(count, sink);
        if (run.attempt().number() == 1) {
          yield new EngineResult.Broken(
              Cause.ENGINE_ERROR,
              ApiError.of(ErrorReason.UPSTREAM_ERROR, "broken"),
              "as told",
              Usage.of(3, count));
        }
        if (run.framesDelivered() != count) {
          throw new IllegalStateException("delivered, it was told: " + run.framesDelivered());
        }
        say(count, count, sink);
        yield completed(2 * count);
      }
      case "refuse" ->
          new EngineResult.Rejected(
              ApiError.ofParam(ErrorReason.INVALID_VALUE, "not like this", "temperature"));
      case "large" -> {
        byte[] bytes = new byte[count];
        Arrays.fill(bytes, (byte) 'x');
        yield new EngineResult.Completed(bytes, Usage.of(3, 0));
      }
      case "flood" -> {
        byte[] bytes = new byte[count];
        for (int i = 0; i < Integer.parseInt(script[2]); i++) {
          sink.chunk(bytes);
        }
        yield completed(Integer.parseInt(script[2]));
      }
      case "pace" -> {
        int frames = Integer.parseInt(script[2]);
        for (int i = 0; i < frames; i++) {
          Thread.sleep(count);
          say(i, 1, sink);
        }
        yield completed(frames);
      }
      default -> throw new IllegalStateException("as told");
    };
  }

  private static EngineResult completed(int tokens) {
    return new EngineResult.Completed("[end]".getBytes(US_ASCII), Usage.of(3, tokens));
  }

  private static void say(int count, AnswerSink sink) throws InterruptedException {
    say(0, count, sink);
  }

  private static void say(int from, int count, AnswerSink sink) throws InterruptedException {
    for (int i = from; i < from + count; i++) {
      sink.chunk(("t" + i + " ").getBytes(US_ASCII));
    }
  }

  @Override
  public void close() {
    closed = true;
  }
}
