package online.speka.infra.faults.reference;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import online.speka.contract.catalog.Catalog;
import online.speka.contract.catalog.JobKind;
import online.speka.contract.catalog.ModelId;
import online.speka.contract.catalog.ModelSpec;
import online.speka.contract.job.EdgeId;
import online.speka.contract.job.Job;
import online.speka.contract.job.JobId;
import online.speka.contract.job.Lane;
import online.speka.contract.principal.KeyId;
import online.speka.contract.principal.TenantId;
import online.speka.contract.usage.MicroCredits;
import online.speka.contract.usage.Prices;
import online.speka.contract.usage.Usage;
import online.speka.infra.faults.history.Kind;
import online.speka.worker.engine.simulator.SimulatorReference;
import online.speka.worker.engine.simulator.words.Tokenizer;
import online.speka.worker.rendering.AnswerWriter;
import online.speka.worker.rendering.EmbeddingsWriter;
import online.speka.worker.rendering.TokenEvent;
import online.speka.worker.rendering.request.ChatRequest;
import online.speka.worker.rendering.request.EmbeddingsRequest;
import online.speka.worker.rendering.request.Input;
import tools.jackson.databind.json.JsonMapper;

/// The simulator is deterministic: what it says follows from model and request.
public final class SimulatorTruths implements Truths {

  private static final String FINGERPRINT = "fp_simulator_1";

  private final Catalog catalog;

  public SimulatorTruths(Catalog catalog) {
    this.catalog = catalog;
  }

  @Override
  public Truth of(Kind kind, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    String id = JsonMapper.shared().readTree(bytes).path("model").asString("");
    ModelSpec model = catalog.find(id).orElseThrow();
    return switch (kind) {
      case STREAM, RESUMABLE, DOCUMENT ->
          new Chat(model, kind.isStream(), bytes, SimulatorReference.of(model, bytes));
      case EMBEDDINGS -> Vectors.of(model, bytes);
    };
  }

  private record Chat(ModelSpec model, boolean streaming, byte[] body, SimulatorReference reference)
      implements Truth {

    @Override
    public Usage usage() {
      return reference.usage();
    }

    @Override
    public Prices prices() {
      return model.prices();
    }

    @Override
    public String bytes(JobId id, Instant submittedAt, Usage billed) {
      Job job = job(id, model.id(), streaming, submittedAt);
      ChatRequest request = ChatRequest.parse(JobKind.CHAT_COMPLETIONS, body);
      AnswerWriter writer = AnswerWriter.of(job, request, FINGERPRINT);
      StringBuilder answer = new StringBuilder();
      SimulatorReference.Choice choice = reference.choices().getFirst();
      for (String piece : choice.pieces()) {
        append(answer, writer.write(new TokenEvent.Text(0, piece)));
      }
      append(answer, writer.write(new TokenEvent.Finish(0, choice.finishReason())));
      append(answer, writer.finish(withCached(usage(), billed.cachedPromptTokens())));
      return answer.toString();
    }

    private static Usage withCached(Usage usage, long cached) {
      return new Usage(
          usage.promptTokens(),
          Math.min(cached, usage.promptTokens()),
          usage.completionTokens(),
          usage.reasoningTokens());
    }
  }

  private record Vectors(Usage usage, Prices prices, String document) implements Truth {

    static Vectors of(ModelSpec model, byte[] body) {
      EmbeddingsRequest request = EmbeddingsRequest.parse(body);
      List<float[]> vectors = SimulatorReference.vectors(model, body);
      Usage usage = Usage.of(request.inputs().stream().mapToLong(SimulatorTruths::tokens).sum(), 0);
      EmbeddingsWriter writer =
          new EmbeddingsWriter(
              model.id().value(), request.encoding(), vectors.size(), vectors.getFirst().length);
      vectors.forEach(writer::add);
      return new Vectors(
          usage, model.prices(), new String(writer.finish(usage), StandardCharsets.ISO_8859_1));
    }

    @Override
    public String bytes(JobId job, Instant submittedAt, Usage billed) {
      return document;
    }
  }

  private static long tokens(Input input) {
    return switch (input) {
      case Input.Text(String text) -> Tokenizer.count(text);
      case Input.Tokens(int[] ids) -> ids.length;
    };
  }

  private static void append(StringBuilder answer, byte[] bytes) {
    answer.append(new String(bytes, StandardCharsets.ISO_8859_1));
  }

  /// Only what an answer repeats matters: its id, when, and which model.
  private static Job job(JobId id, ModelId model, boolean streaming, Instant submittedAt) {
    return new Job(
        id,
        new Job.Target(model, Lane.INTERACTIVE, JobKind.CHAT_COMPLETIONS, streaming),
        new Job.Origin(new TenantId("reference"), new KeyId("reference"), new EdgeId("reference")),
        new Job.Window(submittedAt, submittedAt.plus(Duration.ofMinutes(1))),
        new Job.Demand(0, 0, MicroCredits.ZERO, List.of()),
        null);
  }
}
