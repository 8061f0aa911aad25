package online.speka.infra.faults.checker;

import java.util.Optional;
import online.speka.contract.outcome.Outcome;
import online.speka.contract.usage.Usage;
import online.speka.infra.faults.checker.RequestStory.Reading;
import online.speka.infra.faults.history.Ending;
import online.speka.infra.faults.history.Entry;
import online.speka.infra.faults.reference.Truth;
import org.jspecify.annotations.Nullable;

/// Compares what a client read with what it should have read.
final class Reader {

  private static final String EVENT_END = "\n\n";
  private static final String ERROR_EVENT = "data: {\"error\":{";
  private static final String ERROR_DOCUMENT = "{\"error\":{";
  private static final String KEEP_ALIVE = ": ka\n";
  private static final int OK = 200;
  private static final int PAYMENT_REQUIRED = 402;
  private static final int TOO_MANY = 429;
  private static final int SERVER_ERROR = 500;
  private static final int SHOWN = 60;

  private Reader() {}

  static Reading read(
      Entry.Asked asked,
      Entry.@Nullable Answered answered,
      String body,
      Entry.@Nullable Ended ended,
      Optional<JobStory> job,
      Truth truth) {
    if (ended == null) {
      return wrong("the history does not say how it ended");
    }
    if (answered == null) {
      return withoutHead(ended);
    }
    if (answered.status() != OK) {
      return refused(answered, body, ended);
    }
    if (job.isEmpty()) {
      return wrong("a 200 without an accepted job");
    }
    String expected = expected(job.get(), truth);
    return switch (asked.kind()) {
      case STREAM -> stream(body.replace(KEEP_ALIVE, ""), expected, ended);
      case RESUMABLE -> resumable(NumberedEvents.of(body), expected, ended);
      case DOCUMENT, EMBEDDINGS -> document(body, expected, ended);
    };
  }

  private static String expected(JobStory job, Truth truth) {
    Usage told = job.outcome().map(Outcome::usage).orElse(truth.usage());
    return truth.bytes(job.id(), job.accepted().submittedAt(), told);
  }

  private static Reading withoutHead(Entry.Ended ended) {
    return switch (ended.how()) {
      case CUT -> new Reading(Ending.CUT, "before the answer: " + ended.detail());
      case NO_CONNECTION -> new Reading(Ending.NO_CONNECTION, "");
      case SILENT -> new Reading(Ending.SILENT, "no answer at all");
      case LEFT -> new Reading(Ending.LEFT, "");
      case WHOLE -> wrong("an end without a beginning");
    };
  }

  private static Reading refused(Entry.Answered answered, String body, Entry.Ended ended) {
    int status = answered.status();
    if (status < SERVER_ERROR && status != TOO_MANY && status != PAYMENT_REQUIRED) {
      return wrong("status " + status + ": " + head(body));
    }
    return switch (ended.how()) {
      case WHOLE ->
          body.startsWith(ERROR_DOCUMENT)
              ? new Reading(
                  status == PAYMENT_REQUIRED ? Ending.UNPAID : Ending.REFUSED, status + " " + body)
              : wrong("status " + status + " without an error document: " + head(body));
      case CUT -> new Reading(Ending.CUT, "in an error of status " + status);
      case SILENT -> new Reading(Ending.SILENT, "in an error of status " + status);
      case LEFT, NO_CONNECTION -> wrong("left while it was refused");
    };
  }

  private static Reading stream(String body, String expected, Entry.Ended ended) {
    if (body.equals(expected)) {
      return new Reading(Ending.COMPLETE, "");
    }
    int lastEvent = body.length() < EVENT_END.length() ? 0 : lastEvent(body);
    if (body.startsWith(ERROR_EVENT, lastEvent) && body.endsWith(EVENT_END)) {
      return brokenOff(body, lastEvent, expected, ended);
    }
    return unfinished(body, expected, ended);
  }

  private static Reading resumable(NumberedEvents events, String expected, Entry.Ended ended) {
    if (!events.wrong().isEmpty()) {
      return wrong(events.wrong());
    }
    return ended.how() == Entry.How.WHOLE && !events.part().isEmpty()
        ? wrong("an end within an event: " + head(events.part()))
        : stream(events.plain(), expected, ended);
  }

  private static int lastEvent(String body) {
    int before = body.lastIndexOf(EVENT_END, body.length() - EVENT_END.length() - 1);
    return before < 0 ? 0 : before + EVENT_END.length();
  }

  private static Reading brokenOff(String body, int at, String expected, Entry.Ended ended) {
    if (!expected.startsWith(body.substring(0, at))) {
      return wrong(difference(body.substring(0, at), expected));
    }
    return ended.how() == Entry.How.SILENT
        ? wrong("an error event, and the connection stays open")
        : new Reading(Ending.ERROR_EVENT, body.substring(at).strip());
  }

  private static Reading document(String body, String expected, Entry.Ended ended) {
    return body.equals(expected)
        ? new Reading(Ending.COMPLETE, "")
        : unfinished(body, expected, ended);
  }

  private static Reading unfinished(String body, String expected, Entry.Ended ended) {
    if (!expected.startsWith(body)) {
      return wrong(difference(body, expected));
    }
    return switch (ended.how()) {
      case WHOLE -> wrong("a silent end after " + body.length() + " of " + expected.length());
      case CUT -> new Reading(Ending.CUT, "after " + body.length() + " of " + expected.length());
      case LEFT -> new Reading(Ending.LEFT, "");
      case SILENT -> new Reading(Ending.SILENT, "after " + body.length() + " bytes");
      case NO_CONNECTION -> wrong("no connection, and bytes from it");
    };
  }

  private static String difference(String body, String expected) {
    int at = 0;
    while (at < Math.min(body.length(), expected.length())
        && body.charAt(at) == expected.charAt(at)) {
      at++;
    }
    return "at byte %d of %d: \"%s\", not \"%s\""
        .formatted(at, expected.length(), from(body, at), from(expected, at));
  }

  private static String from(String text, int at) {
    int begin = Math.max(0, at - SHOWN / 2);
    return text.substring(begin, Math.min(text.length(), at + SHOWN)).replace("\n", "\\n");
  }

  private static String head(String text) {
    return text.length() > 2 * SHOWN ? text.substring(0, 2 * SHOWN) : text;
  }

  private static Reading wrong(String detail) {
    return new Reading(Ending.WRONG, detail);
  }
}
