package online.speka.infra.faults.history;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;

/// Something that happened.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Entry.Begun.class, name = "begun"),
  @JsonSubTypes.Type(value = Entry.Asked.class, name = "invoke"),
  @JsonSubTypes.Type(value = Entry.Answered.class, name = "head"),
  @JsonSubTypes.Type(value = Entry.Read.class, name = "bytes"),
  @JsonSubTypes.Type(value = Entry.Resumed.class, name = "resumed"),
  @JsonSubTypes.Type(value = Entry.Ended.class, name = "end"),
  @JsonSubTypes.Type(value = Entry.Struck.class, name = "fault"),
  @JsonSubTypes.Type(value = Entry.Healed.class, name = "healed"),
  @JsonSubTypes.Type(value = Entry.Accepted.class, name = "job"),
  @JsonSubTypes.Type(value = Entry.Told.class, name = "event"),
  @JsonSubTypes.Type(value = Entry.Billed.class, name = "bill"),
  @JsonSubTypes.Type(value = Entry.Books.class, name = "books"),
  @JsonSubTypes.Type(value = Entry.Buried.class, name = "dead"),
  @JsonSubTypes.Type(value = Entry.Funds.class, name = "funds"),
  @JsonSubTypes.Type(value = Entry.Sampled.class, name = "process")
})
public sealed interface Entry {

  /// Microseconds since the cell began, on the monotonic clock.
  long atMicros();

  /// The cell begins.
  ///
  /// @param begunAt the wall clock's time at zero microseconds
  record Begun(long atMicros, String cell, long seed, Instant begunAt, Tolerance tolerance)
      implements Entry {}

  /// A client is about to send a request.
  ///
  /// @param request names it; its body carries the name too, and so does the job made of it
  /// @param key which of the accounts asks, never the key itself
  /// @param leavesAfter events after which the client goes away; 0 if it stays to the end
  record Asked(long atMicros, String request, String key, Kind kind, int leavesAfter, String body)
      implements Entry {}

  /// Status and headers came.
  ///
  /// @param edge the address that answered
  /// @param retryAfter whether it says when to come again
  record Answered(long atMicros, String request, String edge, int status, boolean retryAfter)
      implements Entry {}

  /// A piece of the body came.
  ///
  /// @param text each byte as the character of its value
  record Read(long atMicros, String request, String text) implements Entry {}

  /// The client is about to connect again, and forgets an event of which it has read only a part.
  ///
  /// @param lastEventId of the last whole event that it has read; empty if there is none
  record Resumed(long atMicros, String request, String lastEventId, String why) implements Entry {}

  /// Nothing more will come.
  record Ended(long atMicros, String request, How how, String detail) implements Entry {}

  /// How an exchange ended, as far as its connection can tell.
  enum How {
    /// The response ended as HTTP says it must.
    WHOLE,
    /// The connection was closed or reset in the middle.
    CUT,
    /// Nobody took the connection.
    NO_CONNECTION,
    /// Nothing came for longer than anybody waits.
    SILENT,
    /// The client closed the connection on purpose.
    LEFT
  }

  /// Something was broken on purpose.
  record Struck(long atMicros, String fault, String role, long pid) implements Entry {}

  /// What was broken works again.
  ///
  /// @param pid as in what broke it
  record Healed(long atMicros, String fault, String role, long pid) implements Entry {}

  /// A job stands in the log: it was accepted, whether or not its client was told.
  ///
  /// @param request the request's name in its body; empty if it has none
  record Accepted(
      long atMicros, String request, String job, String tenant, String model, Instant submittedAt)
      implements Entry {}

  /// A fact of the outcomes topic, in the topic's order and words.
  record Told(long atMicros, String event) implements Entry {}

  /// A bill in the ledger.
  record Billed(long atMicros, Bill bill) implements Entry {}

  /// The ledger as a whole.
  ///
  /// @param unbalanced transactions whose postings do not sum to zero
  /// @param sum of all postings
  /// @param unposted bills that cost something and moved another amount, or none
  /// @param held outcomes that wait to be billed
  record Books(long atMicros, long unbalanced, long sum, long unposted, long held)
      implements Entry {}

  /// A job among the dead letters, as an operator sees it.
  ///
  /// @param number what it is replayed by
  /// @param obstacle why it cannot be replayed; empty if it can
  record Buried(long atMicros, String job, long number, String reason, String obstacle)
      implements Entry {}

  /// What an organisation has that pays before, in micro-credits.
  ///
  /// @param reserved for requests that have no bill yet; negative if nobody could say
  record Funds(long atMicros, boolean atEnd, String tenant, long balance, long reserved)
      implements Entry {}

  /// What a process holds.
  record Sampled(
      long atMicros, boolean atEnd, String role, long pid, long residentBytes, long threads)
      implements Entry {}
}
