package online.speka.infra.bench.probe;

import java.io.IOException;
import java.net.Socket;

/// Server-sent events, of which only the end is of interest.
public final class EventStream {

  private static final int OK = 200;
  private static final int LINES_MAX = 1_000_000;

  private final Socket socket;
  private final ReplyReader lines;

  /// How it ended.
  public enum End {
    /// With `[DONE]`.
    DONE,
    /// With an error event.
    ERROR,
    /// Its connection was closed before either.
    BROKEN
  }

  EventStream(Socket socket, ReplyReader lines) {
    this.socket = socket;
    this.lines = lines;
  }

  /// Waits for its first event.
  boolean isBegun() throws IOException {
    if (lines.readHead().status() != OK) {
      return false;
    }
    for (int line = 0; line < LINES_MAX; line++) {
      if (lines.line().startsWith("data:")) {
        return true;
      }
    }
    return false;
  }

  /// Reads until it ends, and closes it. Lines of the chunks in between are no events.
  public End readToEnd() {
    try (socket) {
      for (int count = 0; count < LINES_MAX; count++) {
        String line = lines.line();
        if (line.startsWith("data: {\"error\"")) {
          return End.ERROR;
        }
        if (line.equals("data: [DONE]")) {
          return End.DONE;
        }
      }
    } catch (IOException _) {
      return End.BROKEN;
    }
    return End.BROKEN;
  }
}
