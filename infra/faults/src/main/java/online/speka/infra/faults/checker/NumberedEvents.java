package online.speka.infra.faults.checker;

/// The events of a resumable stream as its client counts them: each has a number, from zero, and no
/// number is missing or comes twice.
///
/// @param plain the whole events without their numbers
/// @param part of an event that is not whole
/// @param wrong what is wrong with the numbers; empty if nothing is
record NumberedEvents(String plain, String part, String wrong) {

  private static final String EVENT_END = "\n\n";
  private static final String KEEP_ALIVE = ": ka\n";

  static NumberedEvents of(String body) {
    StringBuilder plain = new StringBuilder();
    String text = body.replace(KEEP_ALIVE, "");
    int next = 0;
    int from = 0;
    for (int end = text.indexOf(EVENT_END); end >= 0; end = text.indexOf(EVENT_END, from)) {
      String number = "id: " + next + "\n";
      if (!text.startsWith(number, from)) {
        String found = text.substring(from, Math.min(end, from + 2 * number.length()));
        return new NumberedEvents(
            plain.toString(), "", "event " + next + " begins with \"" + found.strip() + "\"");
      }
      plain.append(text, from + number.length(), end + EVENT_END.length());
      next++;
      from = end + EVENT_END.length();
    }
    return new NumberedEvents(plain.toString(), text.substring(from), "");
  }

  /// What a client keeps that connects again: whole events.
  static int wholeLength(CharSequence body) {
    int end = body.toString().lastIndexOf(EVENT_END);
    return end < 0 ? 0 : end + EVENT_END.length();
  }
}
