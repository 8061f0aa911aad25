package online.speka.worker.engine.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import online.speka.contract.catalog.EngineSpec;
import online.speka.contract.catalog.EngineSpec.Simulator.Faults;
import online.speka.contract.catalog.JobKind;
import online.speka.contract.catalog.ModelId;
import online.speka.contract.catalog.ModelKind;
import online.speka.contract.catalog.ModelSpec;
import online.speka.contract.job.Attempt;
import online.speka.contract.usage.Prices;
import online.speka.worker.engine.Cancellation;
import online.speka.worker.engine.Engine;
import online.speka.worker.engine.EngineResult;
import online.speka.worker.engine.EngineRun;
import online.speka.worker.engine.EngineRuns;
import online.speka.worker.rendering.Jobs;

/// A simulated model and its engine, for tests.
record Simulated(ModelSpec model, Engine engine, ManualWaiter waiter) {

  static final int CACHE_BLOCKS_MAX = 1000;

  static EngineSpec.Simulator spec(boolean reasoning, Faults faults) {
    return new EngineSpec.Simulator(
        Duration.ZERO, Duration.ZERO, Duration.ZERO, 256, reasoning, faults);
  }

  static ModelSpec chatModel(EngineSpec.Simulator spec, int contextTokens) {
    return model("sim/chat", ModelKind.CHAT, spec, contextTokens);
  }

  static ModelSpec model(String id, ModelKind kind, EngineSpec.Simulator spec, int contextTokens) {
    return new ModelSpec(
        new ModelId(id),
        kind,
        "speka (simulated)",
        Instant.EPOCH,
        new ModelSpec.Capacity(4, contextTokens, contextTokens),
        new ModelSpec.Partitions(1, 4),
        Prices.FREE,
        spec);
  }

  static Simulated chat() {
    return chat(spec(false, Faults.NONE), new Delays(0, 0, 0));
  }

  static Simulated chat(EngineSpec.Simulator spec, Delays delays) {
    ModelSpec model = chatModel(spec, 8192);
    ManualWaiter waiter = new ManualWaiter();
    Surroundings surroundings = new Surroundings(delays, CACHE_BLOCKS_MAX, _ -> waiter);
    return new Simulated(model, new SimulatorChatEngine(model, spec, surroundings), waiter);
  }

  /// @param death what a model that kills its process does instead
  static Simulated chat(EngineSpec.Simulator spec, Runnable death) {
    ModelSpec model = chatModel(spec, 8192);
    ManualWaiter waiter = new ManualWaiter();
    Surroundings surroundings =
        new Surroundings(new Delays(0, 0, 0), CACHE_BLOCKS_MAX, _ -> waiter, death);
    return new Simulated(model, new SimulatorChatEngine(model, spec, surroundings), waiter);
  }

  static Simulated embeddings(int dimensions) {
    EngineSpec.Simulator spec =
        new EngineSpec.Simulator(
            Duration.ZERO, Duration.ZERO, Duration.ZERO, dimensions, false, Faults.NONE);
    ModelSpec model = model("sim/embed", ModelKind.EMBEDDINGS, spec, 64);
    ManualWaiter waiter = new ManualWaiter();
    Surroundings surroundings = new Surroundings(new Delays(0, 0, 0), 10, _ -> waiter);
    return new Simulated(model, new SimulatorEmbeddingsEngine(model, spec, surroundings), waiter);
  }

  static Simulated images(EngineSpec.Simulator spec) {
    ModelSpec model = model("sim/images", ModelKind.IMAGES, spec, 50_000);
    ManualWaiter waiter = new ManualWaiter();
    Surroundings surroundings = new Surroundings(new Delays(0, 0, 0), 10, _ -> waiter);
    return new Simulated(model, new SimulatorImagesEngine(model, spec, surroundings), waiter);
  }

  /// What one run gave.
  record Ran(List<String> frames, EngineResult result) {
    EngineResult.Completed completed() {
      return (EngineResult.Completed) result;
    }

    EngineResult.Broken broken() {
      return (EngineResult.Broken) result;
    }

    /// All bytes a client gets.
    String wire() {
      return String.join("", frames) + new String(completed().lastBytes(), UTF_8);
    }
  }

  Ran run(String body) throws InterruptedException {
    return run(body, 1, "acme", new Cancellation());
  }

  Ran run(String body, int attempt, String tenant, Cancellation cancellation)
      throws InterruptedException {
    boolean streaming = body.contains("\"stream\": true");
    return run(
        new EngineRun(
            Jobs.of(model.id().value(), EngineRuns.jobKind(model), streaming, tenant),
            new Attempt(1, attempt),
            body.getBytes(UTF_8),
            cancellation,
            ""));
  }

  /// A request to another endpoint than the model's own.
  Ran run(JobKind kind, String body) throws InterruptedException {
    return run(
        new EngineRun(
            Jobs.of(model.id().value(), kind, body.contains("\"stream\": true"), "acme"),
            new Attempt(1, 1),
            body.getBytes(UTF_8),
            new Cancellation(),
            ""));
  }

  /// A second attempt, after a first one that has delivered so many frames.
  Ran continued(String body, int framesDelivered) throws InterruptedException {
    return run(
        new EngineRun(
            Jobs.of(model.id().value(), EngineRuns.jobKind(model), true, "acme"),
            new Attempt(1, 2),
            body.getBytes(UTF_8),
            new Cancellation(),
            "",
            framesDelivered));
  }

  private Ran run(EngineRun run) throws InterruptedException {
    List<String> frames = new ArrayList<>();
    EngineResult result = engine.run(run, bytes -> frames.add(new String(bytes, UTF_8)));
    return new Ran(frames, result);
  }

  SimulatorReference reference(String body) {
    return SimulatorReference.of(model, body.getBytes(UTF_8));
  }

  /// A chat request of one message and these further fields.
  static String body(String prompt, String... fields) {
    StringBuilder body = new StringBuilder("{\"model\": \"sim/chat\", \"messages\": [");
    body.append("{\"role\": \"user\", \"content\": \"").append(prompt).append("\"}]");
    for (String field : fields) {
      body.append(", ").append(field);
    }
    return body.append("}").toString();
  }
}
