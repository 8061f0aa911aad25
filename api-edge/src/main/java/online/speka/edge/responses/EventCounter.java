package online.speka.edge.responses;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import online.speka.contract.error.ApiError;
import online.speka.contract.error.ErrorReason;

/// Counts the events of one stream as they pass, by the empty line that ends each. Their numbers
/// begin at 0 and have no gaps, so the count is the next one's number, and nothing is parsed.
final class EventCounter {
  private static final byte[] END_OF_EVENT = "\n\n".getBytes(US_ASCII);

  private final long skipped;
  private long passed;
  private boolean atLineStart = true;
  private boolean inComment;
  private boolean inEvent;

  /// @param skipped how many events from the beginning are left out
  EventCounter(long skipped) {
    this.skipped = skipped;
  }

  /// What of these bytes the client gets.
  byte[] pass(byte[] bytes) {
    int from = passed >= skipped ? 0 : bytes.length;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] != '\n') {
        inComment = atLineStart ? bytes[i] == ':' : inComment;
        inEvent |= !inComment;
        atLineStart = false;
      } else if (atLineStart && inEvent) {
        passed++;
        inEvent = false;
        if (passed == skipped) {
          from = i + 1;
        }
      } else {
        atLineStart = true;
      }
    }
    return from == 0 ? bytes : Arrays.copyOfRange(bytes, from, bytes.length);
  }

  /// The events that tell of a failure, as far as the client has not seen them.
  byte[] failure(byte[] opening, ApiError error) {
    ByteArrayOutputStream events = new ByteArrayOutputStream(opening.length + 512);
    if (inEvent && passed >= skipped) {
      // An event that was cut off is ended, so that the next one is not taken for a part of it.
      events.writeBytes(END_OF_EVENT);
    }
    if (passed >= skipped) {
      events.writeBytes(ResponseDocuments.errorEvent(error, passed));
    }
    // A cancelled response has not failed.
    if (passed + 1 >= skipped && error.reason() != ErrorReason.CLIENT_GONE) {
      events.writeBytes(ResponseDocuments.failedEvent(opening, error, passed + 1));
    }
    return events.toByteArray();
  }
}
