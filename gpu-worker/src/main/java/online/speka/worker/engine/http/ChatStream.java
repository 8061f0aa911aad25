package online.speka.worker.engine.http;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import online.speka.contract.usage.Usage;
import online.speka.worker.engine.AnswerSink;
import online.speka.worker.engine.EngineResult;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// One chat stream of an upstream server, event by event. Passes events on as they are and holds
/// back what closes the answer: the chunk with the finish reason, the usage chunk, `[DONE]`.
final class ChatStream implements UpstreamStream {

  private static final byte[] DONE = Bytes.ascii("data: [DONE]\n\n");

  private final RequestEdit request;
  private final UsageBounds bounds;
  private final List<byte[]> heldBack = new ArrayList<>(3);
  private @Nullable JsonNode usage;
  private long generated;
  private int finished;
  private boolean begun;
  private boolean done;

  ChatStream(RequestEdit request, UsageBounds bounds) {
    this.request = request;
    this.bounds = bounds;
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
    if (ChunkScan.mayHaveUsage(data) && isUsageOnly(data)) {
      if (request.usageWanted()) {
        heldBack.add(data.bytes());
      }
      return;
    }
    generated += ChunkScan.hasText(data) ? 1 : 0;
    int ends = ChunkScan.finished(data);
    if (ends > 0) {
      finished += ends;
      heldBack.add(data.bytes());
      return;
    }
    // One of several choices had ended, another goes on.
    for (byte[] earlier : heldBack) {
      sink.chunk(earlier);
    }
    heldBack.clear();
    begun = true;
    sink.chunk(data.bytes());
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
    last.writeBytes(DONE);
    UsageReading reading = reading();
    String oddity = done ? reading.oddity() : "no [DONE]; " + reading.oddity();
    return new EngineResult.Completed(last.toByteArray(), reading.usage(), oddity);
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
