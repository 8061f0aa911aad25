package online.speka.edge.assembly;

import java.util.Optional;
import online.speka.contract.job.Attempt;
import online.speka.contract.stream.Content;
import online.speka.contract.stream.Frame;
import online.speka.contract.stream.LogPosition;
import org.jspecify.annotations.Nullable;

/// Where one job's stream stands: a value; every frame gives a [Verdict] that carries the next one.
///
/// Invariant: the bytes of all [Verdict.Deliver]s since the last [Verdict.StartAfresh] are a prefix
/// of what one attempt, or several whose frames are interchangeable, produced: no gap, no
/// duplicate, whatever was lost, repeated, reordered or sent by an attempt thought dead.
///
/// @param attempt of the last frame taken, or null before the first
/// @param next the sequence number that is to come
/// @param spliceable whether every frame taken is replayable, so that another attempt's frames fit
/// @param newest the newest attempt heard of; older ones are not listened to any more
/// @param known the highest number the newest attempt is known to have reached; -1 for none
/// @param discardable whether bytes taken can still be thrown away, because the client sees nothing
///     of the answer before its end
public record Assembly(
    @Nullable Attempt attempt,
    int next,
    boolean spliceable,
    @Nullable Attempt newest,
    int known,
    boolean discardable) {

  /// Before the first frame.
  ///
  /// @param discardable see [#discardable()]
  public static Assembly empty(boolean discardable) {
    return new Assembly(null, 0, true, null, -1, discardable);
  }

  /// Whether frames exist that were not taken: the replay log has to be read.
  public boolean isBehind() {
    return known >= next || (attempt != null && newest != null && newest.compareTo(attempt) > 0);
  }

  /// Whether frames were taken, or another attempt's accepted, since then.
  public boolean isAheadOf(Assembly before) {
    return next != before.next || (attempt != null && !attempt.equals(before.attempt));
  }

  /// From where the replay log has to be read; empty: from its beginning.
  public Optional<LogPosition> logPosition() {
    return attempt == null ? Optional.empty() : Optional.of(new LogPosition(attempt, next));
  }

  /// Judges a published frame. Frames may be missing before it.
  public Verdict judge(Frame frame) {
    if (newest != null && frame.attempt().compareTo(newest) < 0) {
      return new Verdict.Drop(this, Verdict.Why.STALE);
    }
    return hear(frame).place(frame, false);
  }

  /// Judges a frame of the replay log. The log is in order, and fenced: what it holds of an older
  /// attempt came before anything of a newer one.
  public Verdict judgeLogged(Frame frame) {
    if (attempt != null && frame.attempt().compareTo(attempt) < 0) {
      return new Verdict.Drop(this, Verdict.Why.STALE);
    }
    return hear(frame).place(frame, true);
  }

  /// Takes note of a published frame for which there is no room now. It will be read from the log.
  public Assembly passOver(Frame frame) {
    return newest != null && frame.attempt().compareTo(newest) < 0 ? this : hear(frame);
  }

  private Assembly hear(Frame frame) {
    int order = newest == null ? 1 : frame.attempt().compareTo(newest);
    if (order < 0 || (order == 0 && frame.sequence() <= known)) {
      return this;
    }
    return new Assembly(attempt, next, spliceable, frame.attempt(), frame.sequence(), discardable);
  }

  private Verdict place(Frame frame, boolean logged) {
    return switch (frame.content()) {
      case Content.Chunk(byte[] bytes) -> place(frame, bytes, logged);
      case Content.End(byte[] bytes) -> place(frame, bytes, logged);
      case Content.Failure(var error) ->
          // Its outcome is durable, so nothing better will come; but first what came before it.
          frame.sequence() > next && !logged
              ? new Verdict.ReadLog(this)
              : new Verdict.Failed(error);
      case Content.Stored _ ->
          frame.sequence() < next && frame.attempt().equals(attempt)
              ? new Verdict.Drop(this, Verdict.Why.DUPLICATE)
              : new Verdict.ReadLog(this);
    };
  }

  private Verdict place(Frame frame, byte[] bytes, boolean logged) {
    if (frame.sequence() > next) {
      return new Verdict.ReadLog(this);
    }
    boolean otherAttempt = attempt != null && !frame.attempt().equals(attempt);
    boolean interchangeable = frame.replayable() && spliceable;
    if (frame.sequence() < next) {
      return repeated(frame, bytes, otherAttempt, interchangeable, logged);
    }
    if (otherAttempt && !interchangeable && !logged) {
      // Either it continues what was delivered, or it began afresh and its first frames were
      // missed. The log knows.
      return new Verdict.ReadLog(this);
    }
    return new Verdict.Deliver(taken(frame, next + 1, interchangeable), bytes, frame.isLast());
  }

  private Verdict repeated(
      Frame frame, byte[] bytes, boolean otherAttempt, boolean interchangeable, boolean logged) {
    if (!otherAttempt) {
      return new Verdict.Drop(this, Verdict.Why.DUPLICATE);
    }
    if (interchangeable) {
      return frame.isLast()
          ? new Verdict.Broken("attempt " + frame.attempt() + " ended before what was delivered")
          : new Verdict.Drop(taken(frame, next, true), Verdict.Why.DUPLICATE);
    }
    if (discardable && frame.sequence() == 0) {
      return new Verdict.StartAfresh(taken(frame, 1, frame.replayable()), bytes, frame.isLast());
    }
    return discardable && !logged
        ? new Verdict.ReadLog(this)
        : new Verdict.Broken("attempt " + frame.attempt() + " did not continue from " + next);
  }

  private Assembly taken(Frame frame, int next, boolean spliceable) {
    return new Assembly(frame.attempt(), next, spliceable, newest, known, discardable);
  }
}
