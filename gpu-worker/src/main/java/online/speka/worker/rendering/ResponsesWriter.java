package online.speka.worker.rendering;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.List;
import java.util.UUID;
import online.speka.contract.job.Job;
import online.speka.contract.usage.Usage;
import online.speka.contract.wire.ResponseObject;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Writes an answer as the Responses API has it: one document, or events on the way to it.
///
/// What a model says comes in items: its reasoning, a message, calls; an item ends where the next
/// begins. As in every stream, nothing is sent before there is a token, and everything from the
/// finish reason on is kept for [#finish].
public final class ResponsesWriter implements AnswerWriter {

  private static final int BYTES_USUAL = 2048;
  private static final int ITEM_ID_LENGTH = 32;

  private final String id;
  private final byte[] opening;
  private final boolean streaming;
  private final ResponseEvents events;
  private final JsonBytes output = new JsonBytes(BYTES_USUAL);
  private @Nullable ResponseItem open;
  private int items;
  private boolean begun;
  private @Nullable FinishReason reason;

  /// @param request the client's body
  public ResponsesWriter(Job job, JsonNode request) {
    this.id = ResponseObject.id(job.id());
    this.opening = ResponseObject.opening(job, request);
    this.streaming = job.target().streaming();
    this.events = new ResponseEvents(streaming);
  }

  @Override
  public byte[] write(TokenEvent event) {
    if (event.choice() != 0 || reason != null) {
      throw new IllegalStateException("a response is one answer, and ends once");
    }
    switch (event) {
      case TokenEvent.Text(_, String text, List<TokenLogprob> logprobs) -> {
        ResponseItem.Message message = message();
        ResponseJson.logprobs(message.logprobs(), logprobs);
        grow(message, text, logprobs);
      }
      case TokenEvent.Reasoning(_, String text) -> grow(reasoning(), text, List.of());
      case TokenEvent.CallStart(_, int index, String callId, String function) ->
          begin(
              new ResponseItem.Call(
                  items, itemId("fc_"), new StringBuilder(), index, callId, function));
      case TokenEvent.CallArguments(_, int index, String piece) ->
          grow(call(index), piece, List.of());
      case TokenEvent.Finish(_, FinishReason why) -> reason = why;
    }
    return events.take();
  }

  private void grow(ResponseItem item, String piece, List<TokenLogprob> logprobs) {
    item.text().append(piece);
    events.delta(item, piece, logprobs);
  }

  private ResponseItem.Message message() {
    if (open instanceof ResponseItem.Message message) {
      return message;
    }
    return begin(
        new ResponseItem.Message(items, itemId("msg_"), new StringBuilder(), new JsonBytes(0)));
  }

  private ResponseItem.Reasoning reasoning() {
    if (open instanceof ResponseItem.Reasoning reasoning) {
      return reasoning;
    }
    return begin(new ResponseItem.Reasoning(items, itemId("rs_"), new StringBuilder()));
  }

  private ResponseItem.Call call(int index) {
    if (open instanceof ResponseItem.Call call && call.call() == index) {
      return call;
    }
    throw new IllegalStateException("call " + index + " is not open");
  }

  private <T extends ResponseItem> T begin(T item) {
    beginAnswer();
    end("completed");
    open = item;
    items++;
    events.added(item);
    return item;
  }

  private void beginAnswer() {
    if (!begun) {
      begun = true;
      events.begun(opening);
    }
  }

  /// Ends the open item, if there is one.
  private void end(String status) {
    ResponseItem item = open;
    if (item != null) {
      open = null;
      events.done(item, status);
      ResponseJson.whole(output.raw(output.size() == 0 ? "" : ","), item, status);
    }
  }

  /// The same in every attempt, and unlike any other item's.
  private String itemId(String prefix) {
    UUID name = UUID.nameUUIDFromBytes((id + "/" + items).getBytes(US_ASCII));
    return prefix + name.toString().replace("-", "").substring(0, ITEM_ID_LENGTH);
  }

  @Override
  public byte[] finish(Usage usage) {
    FinishReason why = reason;
    if (why == null) {
      throw new IllegalStateException("the answer has not finished");
    }
    if (items == 0) {
      ResponseItem.Message _ = message();
    }
    end(ResponseJson.statusOf(why));
    JsonBytes ending = ResponseJson.ended(why, output, usage);
    if (streaming) {
      events.response("response." + ResponseJson.statusOf(why), opening, ending);
      return events.take();
    }
    JsonBytes document = new JsonBytes(opening.length + ending.size() + BYTES_USUAL);
    ResponseJson.response(document, opening, ending);
    return document.toBytes();
  }
}
