package online.speka.edge.assembly;

import static java.nio.charset.StandardCharsets.UTF_8;
import static online.speka.edge.TestJobs.chunk;
import static online.speka.edge.TestJobs.end;
import static online.speka.edge.TestJobs.replayable;
import static org.assertj.core.api.Assertions.assertThat;

import online.speka.contract.error.ApiError;
import online.speka.contract.error.ErrorReason;
import online.speka.contract.job.Attempt;
import online.speka.contract.job.JobId;
import online.speka.contract.stream.Content;
import online.speka.contract.stream.Frame;
import online.speka.contract.stream.LogPosition;
import online.speka.edge.TestJobs;
import org.junit.jupiter.api.Test;

class AssemblyTest {
  private static final JobId JOB = TestJobs.newId();
  private static final Attempt FIRST = new Attempt(1, 1);
  private static final Attempt SECOND = new Attempt(1, 2);
  private static final boolean STREAM = false;
  private static final boolean DOCUMENT = true;

  @Test
  void framesInOrderAreDelivered() {
    Assembly stream = taken(STREAM, 3, false);

    assertThat(stream.next()).isEqualTo(3);
    assertThat(stream.isBehind()).isFalse();
    assertThat(stream.judge(end(JOB, FIRST, 3, "x")))
        .isInstanceOfSatisfying(Verdict.Deliver.class, last -> assertThat(last.last()).isTrue());
  }

  @Test
  void aRepeatedFrameIsADuplicate() {
    assertThat(taken(STREAM, 3, false).judge(chunk(JOB, FIRST, 1, "1")))
        .isInstanceOfSatisfying(
            Verdict.Drop.class, drop -> assertThat(drop.why()).isEqualTo(Verdict.Why.DUPLICATE));
  }

  @Test
  void aGapAsksForTheLogFromTheFirstMissingFrame() {
    Verdict verdict = taken(STREAM, 3, false).judge(chunk(JOB, FIRST, 5, "5"));

    assertThat(verdict)
        .isInstanceOfSatisfying(
            Verdict.ReadLog.class,
            read -> {
              assertThat(read.then().isBehind()).isTrue();
              assertThat(read.then().logPosition()).contains(new LogPosition(FIRST, 3));
            });
  }

  @Test
  void beforeTheFirstFrameTheLogIsReadFromItsBeginning() {
    assertThat(Assembly.empty(STREAM).logPosition()).isEmpty();
  }

  @Test
  void anOlderAttemptIsNotHeardOnceANewerOneWas() {
    Assembly stream = then(taken(STREAM, 2, true).judge(replayable(chunk(JOB, SECOND, 2, "2"))));

    assertThat(stream.judge(replayable(chunk(JOB, FIRST, 3, "3"))))
        .isInstanceOfSatisfying(
            Verdict.Drop.class, drop -> assertThat(drop.why()).isEqualTo(Verdict.Why.STALE));
  }

  @Test
  void replayableFramesOfTwoAttemptsStandInOneStream() {
    Assembly stream = taken(STREAM, 2, true);

    Verdict repeated = stream.judge(replayable(chunk(JOB, SECOND, 1, "1")));
    Verdict next = then(repeated).judge(replayable(chunk(JOB, SECOND, 2, "2")));

    assertThat(repeated).isInstanceOf(Verdict.Drop.class);
    assertThat(next).isInstanceOf(Verdict.Deliver.class);
  }

  @Test
  void anotherAttemptThatCannotBeSplicedBreaksAStreamTheClientHasSeen() {
    assertThat(taken(STREAM, 2, false).judge(chunk(JOB, SECOND, 0, "other")))
        .isInstanceOf(Verdict.Broken.class);
  }

  @Test
  void replayableFramesDoNotMendAStreamThatBeganWithOthers() {
    assertThat(taken(STREAM, 2, false).judge(replayable(chunk(JOB, SECOND, 0, "0"))))
        .isInstanceOf(Verdict.Broken.class);
  }

  @Test
  void anotherAttemptsNextFrameIsBelievedOnlyFromTheLog() {
    Assembly stream = taken(STREAM, 2, false);
    Frame continued = chunk(JOB, SECOND, 2, "2");

    Verdict published = stream.judge(continued);

    assertThat(published).isInstanceOf(Verdict.ReadLog.class);
    assertThat(then(published).isBehind()).isTrue();
    assertThat(then(published).judgeLogged(continued)).isInstanceOf(Verdict.Deliver.class);
  }

  @Test
  void nothingSeenYetMeansAnyAttemptMayBegin() {
    Verdict verdict = Assembly.empty(STREAM).judge(chunk(JOB, SECOND, 0, "0"));

    assertThat(verdict).isInstanceOf(Verdict.Deliver.class);
  }

  @Test
  void aDocumentNobodyHasSeenStartsAfresh() {
    Verdict verdict = taken(DOCUMENT, 2, false).judge(chunk(JOB, SECOND, 0, "new"));

    assertThat(verdict)
        .isInstanceOfSatisfying(
            Verdict.StartAfresh.class, afresh -> assertThat(afresh.then().next()).isEqualTo(1));
  }

  @Test
  void aDocumentsLaterPieceOfAnotherAttemptIsLookedUp() {
    Verdict verdict = taken(DOCUMENT, 3, false).judge(chunk(JOB, SECOND, 1, "1"));

    assertThat(verdict).isInstanceOf(Verdict.ReadLog.class);
    assertThat(then(verdict).isBehind()).isTrue();
  }

  @Test
  void storedFramesAreReadFromTheLog() {
    Verdict verdict =
        Assembly.empty(DOCUMENT).judge(new Frame(JOB, FIRST, 9, false, null, new Content.Stored()));

    assertThat(verdict).isInstanceOf(Verdict.ReadLog.class);
    assertThat(then(verdict).isBehind()).isTrue();
  }

  @Test
  void storedFramesThatWereReadAlreadyAreDuplicates() {
    assertThat(
            taken(DOCUMENT, 3, false)
                .judge(new Frame(JOB, FIRST, 2, false, null, new Content.Stored())))
        .isInstanceOf(Verdict.Drop.class);
  }

  @Test
  void aFailureEndsTheStreamWhateverItsNumber() {
    assertThat(taken(STREAM, 3, false).judge(failure(FIRST, 0))).isInstanceOf(Verdict.Failed.class);
    assertThat(taken(STREAM, 3, false).judge(failure(SECOND, 3)))
        .isInstanceOf(Verdict.Failed.class);
  }

  @Test
  void framesBeforeAFailureAreDeliveredFirst() {
    Verdict verdict = taken(STREAM, 3, false).judge(failure(FIRST, 5));

    assertThat(verdict).isInstanceOf(Verdict.ReadLog.class);
    assertThat(then(verdict).judgeLogged(failure(FIRST, 5))).isInstanceOf(Verdict.Failed.class);
  }

  @Test
  void aFailureOfAnOlderAttemptIsNotHeard() {
    Assembly stream = then(Assembly.empty(STREAM).judge(chunk(JOB, SECOND, 0, "0")));

    assertThat(stream.judge(failure(FIRST, 1))).isInstanceOf(Verdict.Drop.class);
  }

  @Test
  void anotherAttemptThatEndsEarlierBreaksTheStream() {
    assertThat(taken(STREAM, 5, true).judge(replayable(end(JOB, SECOND, 3, "end"))))
        .isInstanceOf(Verdict.Broken.class);
  }

  @Test
  void aFramePassedOverMakesTheStreamReadItsLog() {
    Assembly stream = taken(STREAM, 3, false).passOver(chunk(JOB, FIRST, 3, "3"));

    assertThat(stream.next()).isEqualTo(3);
    assertThat(stream.isBehind()).isTrue();
  }

  private static Frame failure(Attempt attempt, int sequence) {
    return new Frame(
        JOB,
        attempt,
        sequence,
        false,
        null,
        new Content.Failure(ApiError.of(ErrorReason.UPSTREAM_ERROR, "The engine failed.")));
  }

  private static Assembly taken(boolean discardable, int frames, boolean replayable) {
    Assembly stream = Assembly.empty(discardable);
    for (int i = 0; i < frames; i++) {
      Frame frame = chunk(JOB, FIRST, i, Integer.toString(i));
      Verdict verdict = stream.judge(replayable ? replayable(frame) : frame);
      assertThat(verdict)
          .isInstanceOfSatisfying(
              Verdict.Deliver.class,
              next -> assertThat(new String(next.bytes(), UTF_8)).isEqualTo(frameText(frame)));
      stream = then(verdict);
    }
    return stream;
  }

  private static String frameText(Frame frame) {
    return Integer.toString(frame.sequence());
  }

  private static Assembly then(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Deliver(Assembly then, _, _) -> then;
      case Verdict.StartAfresh(Assembly then, _, _) -> then;
      case Verdict.Drop(Assembly then, _) -> then;
      case Verdict.ReadLog(Assembly then) -> then;
      case Verdict.Failed _, Verdict.Broken _ ->
          throw new AssertionError("the stream is over: " + verdict);
    };
  }
}
