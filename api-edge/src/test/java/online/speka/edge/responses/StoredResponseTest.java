package online.speka.edge.responses;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import online.speka.contract.error.ApiError;
import online.speka.contract.error.ErrorReason;
import online.speka.contract.job.Attempt;
import online.speka.contract.principal.TenantId;
import online.speka.edge.TestJobs;
import org.junit.jupiter.api.Test;

class StoredResponseTest {
  private static final Instant DEADLINE = Instant.parse("2026-03-01T12:00:00Z");
  private static final Duration GRACE = Duration.ofSeconds(10);
  private static final String OPENING = "{\"id\":\"resp_1\",\"metadata\":{\"output\":[]},";
  private static final String DOCUMENT =
      OPENING
          + "\"status\":\"completed\",\"output\":[{\"text\":\"],\\\"usage\\\":\"},{}],\"usage\":{}}";

  private static ResponseRecord record(boolean cancelled) {
    return new ResponseRecord(
        TestJobs.newId(),
        new TenantId("acme"),
        OPENING.getBytes(UTF_8),
        "\"Hi\"".getBytes(UTF_8),
        new ResponseRecord.Mode(true, true, cancelled),
        DEADLINE);
  }

  private static ResponseState state(LoggedAnswer logged, boolean cancelled, Instant now) {
    return StoredResponse.of(record(cancelled), logged, now, GRACE).state();
  }

  @Test
  void theLogAndTheRecordTellHowItStands() {
    LoggedAnswer nothing = new LoggedAnswer.Nothing();
    LoggedAnswer begun = new LoggedAnswer.Unfinished();
    LoggedAnswer whole = new LoggedAnswer.Whole(DOCUMENT.getBytes(UTF_8));
    Instant late = DEADLINE.plus(GRACE).plusMillis(1);
    assertThat(state(nothing, false, DEADLINE)).isInstanceOf(ResponseState.Queued.class);
    assertThat(state(begun, false, DEADLINE)).isInstanceOf(ResponseState.InProgress.class);
    assertThat(state(nothing, false, late)).isInstanceOf(ResponseState.Failed.class);
    assertThat(state(begun, false, late)).isInstanceOf(ResponseState.Failed.class);
    assertThat(state(nothing, true, late)).isInstanceOf(ResponseState.Cancelled.class);
    assertThat(state(begun, true, DEADLINE)).isInstanceOf(ResponseState.Cancelled.class);
    // What was finished before the cancellation was heard stays finished.
    assertThat(state(whole, true, late)).isInstanceOf(ResponseState.Whole.class);
    assertThat(
            state(new LoggedAnswer.Failed(ApiError.of(ErrorReason.TIMEOUT, "")), false, DEADLINE))
        .isInstanceOf(ResponseState.Failed.class);
  }

  @Test
  void theOutputIsCutOutWhateverTheTextsSay() {
    StoredResponse whole =
        StoredResponse.of(
            record(false), new LoggedAnswer.Whole(DOCUMENT.getBytes(UTF_8)), DEADLINE, GRACE);
    assertThat(whole.output())
        .hasValueSatisfying(
            output ->
                assertThat(new String(output, UTF_8))
                    .isEqualTo("{\"text\":\"],\\\"usage\\\":\"},{}"));
    assertThat(whole.cancelled().output()).isEmpty();
  }

  @Test
  void ofAStreamTheLastEventIsRead() {
    // Given
    var job = TestJobs.newId();
    Attempt first = new Attempt(1, 1);
    String last =
        "event: response.completed\ndata: {\"type\":\"response.completed\",\"sequence_number\":9,"
            + "\"response\":"
            + DOCUMENT
            + "}\n\n";
    LoggedAnswer.Reader reader = new LoggedAnswer.Reader(true);
    // When
    reader.add(TestJobs.chunk(job, first, 0, "event: response.created\ndata: {}\n\n"));
    reader.add(TestJobs.chunk(job, first, 1, last.substring(0, 40)));
    reader.add(TestJobs.end(job, first, 2, last.substring(40)));
    // Then
    assertThat(new String(reader.document(), UTF_8)).isEqualTo(DOCUMENT);
  }

  @Test
  void anAttemptThatBeginsAfreshReplacesWhatWasBefore() {
    // Given
    var job = TestJobs.newId();
    LoggedAnswer.Reader reader = new LoggedAnswer.Reader(false);
    // When
    reader.add(TestJobs.chunk(job, new Attempt(1, 1), 0, "{\"lost\":"));
    reader.add(TestJobs.chunk(job, new Attempt(1, 2), 0, "{\"a\":"));
    reader.add(TestJobs.end(job, new Attempt(1, 2), 1, "1}"));
    // Then
    assertThat(new String(reader.document(), UTF_8)).isEqualTo("{\"a\":1}");
  }
}
