package online.speka.infra.faults.client;

/// How far a client has read the events of its answer.
final class Progress {

  private static final String EVENT_END = "\n\n";
  private static final String ID = "id: ";

  private final StringBuilder part = new StringBuilder();
  private int events;
  private String lastEventId = "";

  void read(String text) {
    part.append(text);
    int from = 0;
    for (int end = part.indexOf(EVENT_END); end >= 0; end = part.indexOf(EVENT_END, from)) {
      whole(part.substring(from, end));
      from = end + EVENT_END.length();
    }
    part.delete(0, from);
  }

  private void whole(String event) {
    events++;
    if (event.startsWith(ID)) {
      int end = event.indexOf('\n');
      lastEventId = event.substring(ID.length(), end < 0 ? event.length() : end);
    }
  }

  /// What is not whole is sent again on the next connection.
  void forgetPart() {
    part.setLength(0);
  }

  /// Whole events.
  int events() {
    return events;
  }

  /// Empty before the first.
  String lastEventId() {
    return lastEventId;
  }
}
