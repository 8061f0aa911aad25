package online.speka.worker.engine.http;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Cuts a stream of bytes into server-sent events, wherever the network cut it. An event ends with
/// an empty line; lines end with LF, CR or CR LF. Keeps at most one unfinished event.
final class SseSplitter {

  private static final int CAPACITY_FIRST = 1024;

  private final int eventBytesMax;
  private byte[] event = new byte[CAPACITY_FIRST];
  private int length;
  private boolean lineEmpty = true;
  private boolean afterCr;

  SseSplitter(int eventBytesMax) {
    this.eventBytesMax = eventBytesMax;
  }

  /// Takes the next bytes.
  ///
  /// @return the events they complete, their last empty line included
  List<byte[]> feed(byte[] bytes, int from, int to) throws UpstreamException {
    List<byte[]> events = new ArrayList<>(2);
    for (int at = from; at < to; at++) {
      byte b = bytes[at];
      if (b == '\n' && afterCr) {
        // The second half of a line end whose first half has had its effect already.
        afterCr = false;
        if (length > 0) {
          append(b);
        }
        continue;
      }
      afterCr = b == '\r';
      append(b);
      if (b != '\n' && b != '\r') {
        lineEmpty = false;
      } else if (lineEmpty) {
        endEvent(events);
      } else {
        lineEmpty = true;
      }
    }
    return events;
  }

  /// What stands after the last complete event: empty if the stream ended well.
  byte[] rest() {
    return Arrays.copyOf(event, length);
  }

  private void endEvent(List<byte[]> events) {
    boolean blank = true;
    for (int i = 0; i < length && blank; i++) {
      blank = event[i] == '\n' || event[i] == '\r';
    }
    if (!blank) {
      events.add(Arrays.copyOf(event, length));
    }
    length = 0;
  }

  private void append(byte b) throws UpstreamException {
    if (length == eventBytesMax) {
      throw UpstreamErrors.malformed("an event is longer than " + eventBytesMax + " bytes");
    }
    if (length == event.length) {
      event = Arrays.copyOf(event, Math.min(eventBytesMax, length * 2));
    }
    event[length++] = b;
  }
}
