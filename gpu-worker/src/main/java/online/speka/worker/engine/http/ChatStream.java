package online.speka.worker.engine.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import online.speka.contract.usage.Usage;
import online.speka.worker.engine.AnswerSink;
import online.speka.worker.engine.EngineResult;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// One stream of an upstream server, chat or completions, event by event. Passes events on, mended
/// where they must be ([AnswerEdit]), and holds back what closes the answer: the chunk with the
/// finish reason, the usage chunk, `[DONE]`. A client that asked for usage gets it in a chunk of
/// its own, wherever the server told it, and also if it told none.
final class ChatStream implements UpstreamStream {

  private static final byte[] DONE = Bytes.ascii("data: [DONE]\n\n");

  private final RequestEdit request;
  private final UsageBounds bounds;
  private final AnswerEdit edit;
  private final List<byte[]> heldBack = new ArrayList<>(3);
  private @Nullable JsonNode usage;
  private byte @Nullable [] lastChunk;
  private boolean usageHeld;
  private long generated;
  private int finished;
  private boolean begun;
  private boolean done;

  ChatStream(RequestEdit request, UsageBounds bounds, AnswerEdit edit) {
    this.request = request;
    this.bounds = bounds;
    this.edit = edit;
  }

  @Override
  public boolean accept(SseEvent event, AnswerSink sink)
      throws UpstreamException, InterruptedException {
    switch (event) {
      case SseEvent.Ignored() -> {}
      case SseEvent.Failure(byte[] payload) ->
          throw new UpstreamException(UpstreamErrors.ofError(ErrorBody.find(payload)));
      case SseEvent.Data data -> accept(data, sink);
    }
    return done;
  }

  private void accept(SseEvent.Data data, AnswerSink sink)
      throws UpstreamException, InterruptedException {
    if (ChunkScan.isDone(data)) {
      done = true;
      return;
    }
    if (!ChunkScan.isObject(data)) {
      throw UpstreamErrors.malformed("an event is not a JSON object");
    }
    if (ChunkScan.mayBeError(data)) {
      JsonNode error = UpstreamErrors.topLevelError(data.payload());
      if (!error.isMissingNode()) {
        throw new UpstreamException(UpstreamErrors.ofError(error));
      }
    }
    SseEvent.Data shown = edit.apply(data);
    if (ChunkScan.mayHaveUsage(data)) {
      if (isUsageOnly(data)) {
        if (request.usageWanted()) {
          heldBack.add(shown.bytes());
          usageHeld = true;
        }
        return;
      }
      shown = AnswerEdit.withoutUsage(shown);
    }
    generated += ChunkScan.hasText(data) ? 1 : 0;
    int ends = ChunkScan.finished(data);
    if (ends > 0) {
      finished += ends;
      heldBack.add(shown.bytes());
      lastChunk = shown.payload();
      return;
    }
    passOn(shown, sink);
  }

  private void passOn(SseEvent.Data shown, AnswerSink sink) throws InterruptedException {
    // One of several choices had ended, another goes on.
    for (byte[] earlier : heldBack) {
      sink.chunk(earlier);
    }
    heldBack.clear();
    begun = true;
    sink.chunk(shown.bytes());
  }

  /// Reads the chunk's usage; whether the chunk is there for nothing else.
  private boolean isUsageOnly(SseEvent.Data data) throws UpstreamException {
    JsonNode chunk = UpstreamErrors.parse(data.payload());
    if (!chunk.path("usage").isObject()) {
      return false;
    }
    usage = chunk.path("usage");
    JsonNode choices = chunk.path("choices");
    return choices.isMissingNode() || choices.isNull() || choices.isEmpty();
  }

  @Override
  public EngineResult completed() throws UpstreamException {
    if (!done && finished < request.choices()) {
      throw new UpstreamException(
          UpstreamErrors.cutOff("the stream ended without a finish reason and without [DONE]"));
    }
    ByteArrayOutputStream last = new ByteArrayOutputStream(512);
    heldBack.forEach(last::writeBytes);
    UsageReading reading = reading();
    if (request.usageWanted() && !usageHeld && lastChunk != null) {
      last.writeBytes(usageChunk(lastChunk, reading.usage()));
    }
    last.writeBytes(DONE);
    String oddity = done ? reading.oddity() : "no [DONE]; " + reading.oddity();
    return new EngineResult.Completed(last.toByteArray(), reading.usage(), oddity);
  }

  /// A chunk that is there for the usage alone, with the head of the others.
  private static byte[] usageChunk(byte[] other, Usage usage) throws UpstreamException {
    if (!(UpstreamErrors.parse(other) instanceof ObjectNode chunk)) {
      throw UpstreamErrors.malformed("a chunk is not an object");
    }
    chunk.putArray("choices");
    ObjectNode counts = chunk.putObject("usage");
    counts.put("prompt_tokens", usage.promptTokens());
    counts.put("completion_tokens", usage.completionTokens());
    counts.put("total_tokens", usage.totalTokens());
    counts.putObject("prompt_tokens_details").put("cached_tokens", usage.cachedPromptTokens());
    counts.putObject("completion_tokens_details").put("reasoning_tokens", usage.reasoningTokens());
    return ("data: " + chunk + "\n\n").getBytes(UTF_8);
  }

  @Override
  public boolean hasBegun() {
    return begun;
  }

  @Override
  public Usage usageSoFar() {
    return generated == 0 && usage == null ? Usage.NONE : reading().usage();
  }

  private UsageReading reading() {
    return usage == null
        ? UsageReading.estimated(generated, bounds)
        : UsageReading.of(usage, generated, bounds);
  }
}
