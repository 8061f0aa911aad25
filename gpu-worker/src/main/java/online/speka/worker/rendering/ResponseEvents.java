package online.speka.worker.rendering;

import java.util.List;

/// Writes what happens to a response as server-sent events, numbered from 0 without a gap.
final class ResponseEvents {

  private static final int EVENT_BYTES_USUAL = 1024;

  private final JsonBytes out = new JsonBytes(EVENT_BYTES_USUAL);
  private final JsonBytes scratch = new JsonBytes(0);
  private final boolean written;
  private int sequence;

  /// @param written false for a client that does not stream: nothing is written then
  ResponseEvents(boolean written) {
    this.written = written;
  }

  /// What has been written since the last call.
  byte[] take() {
    byte[] bytes = out.toBytes();
    out.clear();
    return bytes;
  }

  /// The response has begun.
  void begun(byte[] opening) {
    if (written) {
      response("response.created", opening, ResponseJson.inProgress());
      response("response.in_progress", opening, ResponseJson.inProgress());
    }
  }

  /// @param type what happened to the response
  void response(String type, byte[] opening, JsonBytes ending) {
    if (written) {
      begin(type).raw(",\"response\":");
      ResponseJson.response(out, opening, ending);
      end();
    }
  }

  void added(ResponseItem item) {
    if (!written) {
      return;
    }
    begin("response.output_item.added").raw(",\"output_index\":").number(item.index());
    ResponseJson.begun(out.raw(",\"item\":"), item);
    end();
    switch (item) {
      case ResponseItem.Reasoning _, ResponseItem.Message _ ->
          part("response.content_part.added", item, false);
      case ResponseItem.Call _ -> {}
    }
  }

  void delta(ResponseItem item, String piece, List<TokenLogprob> logprobs) {
    if (!written) {
      return;
    }
    switch (item) {
      case ResponseItem.Reasoning _ -> {
        content("response.reasoning_text.delta", item).raw(",\"delta\":").quoted(piece);
        end();
      }
      case ResponseItem.Message _ -> {
        content("response.output_text.delta", item).raw(",\"delta\":").quoted(piece);
        scratch.clear();
        ResponseJson.logprobs(scratch, logprobs);
        out.raw(",\"logprobs\":[").raw(scratch).raw("]");
        end();
      }
      case ResponseItem.Call _ -> {
        place("response.function_call_arguments.delta", item).raw(",\"delta\":").quoted(piece);
        end();
      }
    }
  }

  void done(ResponseItem item, String status) {
    if (!written) {
      return;
    }
    switch (item) {
      case ResponseItem.Reasoning _ -> {
        content("response.reasoning_text.done", item).raw(",\"text\":").quoted(item.text());
        end();
        part("response.content_part.done", item, true);
      }
      case ResponseItem.Message message -> {
        content("response.output_text.done", item).raw(",\"text\":").quoted(item.text());
        out.raw(",\"logprobs\":[").raw(message.logprobs()).raw("]");
        end();
        part("response.content_part.done", item, true);
      }
      case ResponseItem.Call call -> {
        place("response.function_call_arguments.done", item).raw(",\"name\":");
        out.quoted(call.function()).raw(",\"arguments\":").quoted(item.text());
        end();
      }
    }
    begin("response.output_item.done").raw(",\"output_index\":").number(item.index());
    ResponseJson.whole(out.raw(",\"item\":"), item, status);
    end();
  }

  private void part(String type, ResponseItem item, boolean whole) {
    ResponseJson.part(content(type, item).raw(",\"part\":"), item, whole);
    end();
  }

  private JsonBytes content(String type, ResponseItem item) {
    return place(type, item).raw(",\"content_index\":0");
  }

  private JsonBytes place(String type, ResponseItem item) {
    begin(type).raw(",\"item_id\":").quoted(item.id());
    return out.raw(",\"output_index\":").number(item.index());
  }

  private JsonBytes begin(String type) {
    out.raw("event: ").raw(type).raw("\ndata: {\"type\":\"").raw(type);
    return out.raw("\",\"sequence_number\":").number(sequence++);
  }

  private void end() {
    out.raw("}\n\n");
  }
}
