package online.speka.worker.engine.http;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import online.speka.contract.usage.Usage;
import online.speka.worker.engine.AnswerSink;
import online.speka.worker.engine.EngineResult;
import online.speka.worker.engine.EngineRun;
import online.speka.worker.rendering.AnswerHead;
import online.speka.worker.rendering.AnswerWriter;
import online.speka.worker.rendering.ChoiceText;
import online.speka.worker.rendering.FinishReason;
import online.speka.worker.rendering.ResponsesWriter;
import online.speka.worker.rendering.StopStrings;
import online.speka.worker.rendering.TokenEvent;
import online.speka.worker.rendering.TokenLogprob;
import online.speka.worker.rendering.request.ResponsesRequest;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// One chat stream of an upstream server, told as an answer of the Responses API: unlike
/// [ChatStream], it reads every chunk and writes events of its own.
final class TranslatedStream implements UpstreamStream {

  private static final int LOGPROBS_MAX = 64;

  private final AnswerHead head;
  private final AnswerWriter writer;
  private final UsageBounds bounds;
  private final ChoiceText text = new ChoiceText(0, StopStrings.NONE);
  private @Nullable JsonNode usage;
  private @Nullable FinishReason reason;
  private int call = -1;
  private int upstreamCall = -1;
  private long generated;
  private boolean begun;
  private boolean done;

  private TranslatedStream(AnswerHead head, AnswerWriter writer, UsageBounds bounds) {
    this.head = head;
    this.writer = writer;
    this.bounds = bounds;
  }

  static TranslatedStream of(EngineRun run, UsageBounds bounds) {
    return new TranslatedStream(
        AnswerHead.of(run.job(), ""),
        new ResponsesWriter(run.job(), ResponsesRequest.fields(run.body())),
        bounds);
  }

  @Override
  public boolean accept(SseEvent event, AnswerSink sink)
      throws UpstreamException, InterruptedException {
    switch (event) {
      case SseEvent.Ignored() -> {}
      case SseEvent.Failure(byte[] payload) ->
          throw new UpstreamException(UpstreamErrors.ofError(ErrorBody.find(payload)));
      case SseEvent.Data data -> {
        if (ChunkScan.isDone(data)) {
          done = true;
        } else {
          chunk(UpstreamErrors.parse(data.payload()), sink);
        }
      }
    }
    return done;
  }

  private void chunk(JsonNode chunk, AnswerSink sink)
      throws UpstreamException, InterruptedException {
    if (!chunk.isObject()) {
      throw UpstreamErrors.malformed("an event is not a JSON object");
    }
    JsonNode error = chunk.path("error");
    if (!error.isMissingNode() && !error.isNull()) {
      throw new UpstreamException(UpstreamErrors.ofError(error));
    }
    if (chunk.path("usage").isObject()) {
      usage = chunk.path("usage");
    }
    JsonNode choice = chunk.path("choices").path(0);
    if (reason == null && choice.isObject()) {
      delta(choice, sink);
      JsonNode why = choice.path("finish_reason");
      if (why.isString()) {
        reason = reason(why.stringValue());
      }
    }
  }

  private void delta(JsonNode choice, AnswerSink sink)
      throws UpstreamException, InterruptedException {
    JsonNode delta = choice.path("delta");
    long before = generated;
    String thought = string(delta.path("reasoning_content"));
    thought = thought.isEmpty() ? string(delta.path("reasoning")) : thought;
    if (!thought.isEmpty()) {
      generated = before + 1;
      write(new TokenEvent.Reasoning(0, thought), sink);
    }
    String said = string(delta.path("content"));
    if (!said.isEmpty()) {
      generated = before + 1;
      TokenEvent.Text shown = text.push(said, null);
      if (shown != null) {
        write(new TokenEvent.Text(0, shown.text(), logprobs(choice)), sink);
      }
    }
    for (JsonNode piece : delta.path("tool_calls")) {
      generated = before + 1;
      call(piece, sink);
    }
  }

  /// Calls come one after the other. Their numbers are counted here: some servers leave them out,
  /// some repeat the name with every piece.
  private void call(JsonNode piece, AnswerSink sink)
      throws UpstreamException, InterruptedException {
    int index = piece.path("index").asInt(-1);
    boolean same = index >= 0 && index == upstreamCall;
    String name = string(piece.path("function").path("name"));
    if (!name.isEmpty() && !same) {
      call++;
      upstreamCall = index;
      write(new TokenEvent.CallStart(0, call, head.toolCallId(0, call), name), sink);
    } else if (call < 0 || (index >= 0 && !same)) {
      throw UpstreamErrors.malformed("a piece of a call that has not begun, or has ended");
    }
    String arguments = string(piece.path("function").path("arguments"));
    if (!arguments.isEmpty()) {
      write(new TokenEvent.CallArguments(0, call, arguments), sink);
    }
  }

  private void write(TokenEvent event, AnswerSink sink) throws InterruptedException {
    byte[] bytes = writer.write(event);
    if (bytes.length > 0) {
      begun = true;
      sink.chunk(bytes);
    }
  }

  private static List<TokenLogprob> logprobs(JsonNode choice) {
    List<TokenLogprob> logprobs = new ArrayList<>(0);
    for (JsonNode token : choice.path("logprobs").path("content")) {
      List<TokenLogprob.Candidate> top = new ArrayList<>();
      for (JsonNode other : token.path("top_logprobs")) {
        if (top.size() < LOGPROBS_MAX) {
          top.add(candidate(other));
        }
      }
      logprobs.add(new TokenLogprob(candidate(token), top));
    }
    return logprobs;
  }

  private static TokenLogprob.Candidate candidate(JsonNode token) {
    double logprob = token.path("logprob").asDouble(0);
    int[] bytes = new int[token.path("bytes").size()];
    Arrays.setAll(bytes, i -> token.path("bytes").path(i).asInt(0));
    byte[] utf8 = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      utf8[i] = (byte) bytes[i];
    }
    // Servers write -9999 for what has no probability at all, and now and then a tiny positive one.
    return new TokenLogprob.Candidate(
        string(token.path("token")), utf8, logprob <= 0 && Double.isFinite(logprob) ? logprob : 0);
  }

  private static FinishReason reason(String word) {
    return switch (word) {
      case "length" -> FinishReason.LENGTH;
      case "tool_calls", "function_call" -> FinishReason.TOOL_CALLS;
      case "content_filter" -> FinishReason.CONTENT_FILTER;
      default -> FinishReason.STOP;
    };
  }

  private static String string(JsonNode node) {
    return node.isString() ? node.stringValue() : "";
  }

  @Override
  public EngineResult completed() throws UpstreamException {
    if (!done && reason == null) {
      throw new UpstreamException(
          UpstreamErrors.cutOff("the stream ended without a finish reason and without [DONE]"));
    }
    // Nobody but a broken server ends with half a character: there is nothing of it to be shown.
    FinishReason why = reason == null ? FinishReason.STOP : reason;
    byte[] _ = writer.write(new TokenEvent.Finish(0, why));
    UsageReading reading = reading();
    return new EngineResult.Completed(
        writer.finish(reading.usage()), reading.usage(), reading.oddity());
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
