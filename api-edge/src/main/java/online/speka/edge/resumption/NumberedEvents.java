package online.speka.edge.resumption;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import online.speka.contract.error.ApiError;
import online.speka.contract.error.ErrorReason;
import online.speka.edge.validation.InvalidRequestException;
import reactor.core.publisher.Flux;

/// Numbers the events of one stream as they pass, from 0 and without gaps: `id: 7` before the
/// event's own lines. Events that the client has seen are left out, and so are comments, which some
/// decoders take for an event once they have heard an id. An event ends with an empty line; nothing
/// else of it is looked at.
///
/// The numbers depend on the bytes of the stream alone, so every edge gives an event the same one.
public final class NumberedEvents {
  private static final int ID_LENGTH_MAX = "id: 4294967296\n".length();

  private final long seen;
  private long next;
  private boolean inEvent;
  private boolean inComment;
  private boolean atLineStart = true;

  private NumberedEvents(long seen) {
    this.seen = seen;
  }

  /// The stream's events as one client gets them. Ends with [InvalidRequestException] if the stream
  /// is over before the last event that the client says to have seen.
  ///
  /// @param seen how many events, from the first one on, are left out
  public static Flux<byte[]> of(Flux<byte[]> body, long seen) {
    return Flux.defer(
        () -> {
          NumberedEvents events = new NumberedEvents(seen);
          return body.map(events::pass)
              .filter(bytes -> bytes.length > 0)
              .concatWith(Flux.defer(events::checkEnd));
        });
  }

  private Flux<byte[]> checkEnd() {
    return next >= seen
        ? Flux.empty()
        : Flux.error(
            new InvalidRequestException(
                ApiError.ofParam(
                    ErrorReason.INVALID_VALUE,
                    "The stream has no event of this id.",
                    Resuming.LAST_EVENT_ID)));
  }

  private byte[] pass(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length + ID_LENGTH_MAX);
    int from = 0;
    for (int at = 0; at < bytes.length; at++) {
      boolean lineEnd = bytes[at] == '\n';
      if (atLineStart) {
        if (lineEnd) {
          if (inEvent) {
            copy(bytes, from, at + 1, out);
            next++;
          }
          inEvent = false;
          from = at + 1;
        } else if (bytes[at] == ':') {
          copy(bytes, from, at, out);
          inComment = true;
        } else if (!inEvent) {
          inEvent = true;
          from = at;
          begin(out);
        }
      }
      if (lineEnd && inComment) {
        inComment = false;
        from = at + 1;
      }
      atLineStart = lineEnd;
    }
    if (inEvent && !inComment) {
      copy(bytes, from, bytes.length, out);
    }
    return out.toByteArray();
  }

  private void begin(ByteArrayOutputStream out) {
    if (next >= seen) {
      out.writeBytes(("id: " + next + "\n").getBytes(US_ASCII));
    }
  }

  private void copy(byte[] bytes, int from, int to, ByteArrayOutputStream out) {
    if (inEvent && next >= seen) {
      out.write(bytes, from, to - from);
    }
  }
}
