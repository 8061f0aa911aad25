package online.speka.edge.streaming;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import online.speka.contract.error.ApiError;
import online.speka.contract.error.ErrorReason;
import online.speka.contract.job.JobId;
import online.speka.contract.stream.Content;
import online.speka.contract.stream.Frame;
import online.speka.contract.stream.LogPosition;
import online.speka.edge.assembly.Assembly;
import online.speka.edge.assembly.Verdict;
import online.speka.edge.streaming.StreamingMetrics.Source;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes one answer of what pub/sub and the replay log bring. Touched on the client's event loop
/// only.
final class Reassembly {
  private static final Logger LOG = LoggerFactory.getLogger(Reassembly.class);

  /// A log is read when the client's buffer has been drained to a quarter.
  private static final int READ_AHEAD_DIVISOR = 4;

  private final JobId job;
  private final Answer answer;
  private final CatchUp catchUp;
  private final StreamingMetrics metrics;
  private Assembly assembly;
  private volatile boolean jobOver;

  Reassembly(JobId job, boolean streaming, Answer answer, StreamTools tools) {
    this.job = job;
    this.answer = answer;
    this.metrics = tools.metrics();
    this.catchUp = new CatchUp(tools.limits().repairTriesMax(), tools.limits().repairDelay());
    // A document is shown only when it is whole; until then, another one may take its place.
    this.assembly = Assembly.empty(!streaming);
  }

  /// Whether the job has come to its end, so that there is nothing to cancel. May be asked on any
  /// thread.
  boolean isJobOver() {
    return jobOver;
  }

  /// A published frame.
  void arrived(Frame frame) {
    if (answer.isEnded()) {
      metrics.late();
    } else if (answer.hasRoom(1)) {
      apply(assembly.judge(frame), frame, Source.LIVE);
    } else {
      assembly = assembly.passOver(frame);
      metrics.leftToLog();
    }
  }

  /// The log may hold something new.
  void look() {
    catchUp.want();
  }

  /// A pause between two reads is over.
  void resume() {
    catchUp.resume();
  }

  /// Whether a page of the log is to be read now, and counts as being read from here on.
  boolean beginRead() {
    return !answer.isEnded()
        && answer.hasRoom(READ_AHEAD_DIVISOR)
        && catchUp.begin(assembly.isBehind());
  }

  /// From where the log is to be read; empty: from its beginning.
  Optional<LogPosition> logPosition() {
    return assembly.logPosition();
  }

  /// A page of the log, or none.
  ///
  /// @return how long to pause before the next read, if a pause is needed
  Optional<Duration> read(ReplayLog.Page page) {
    return switch (page) {
      case ReplayLog.Page.Unreadable _ -> Optional.of(catchUp.unreadable());
      case ReplayLog.Page.Frames(List<Frame> frames, boolean more) -> {
        Assembly before = assembly;
        for (Frame frame : frames) {
          if (!answer.isEnded()) {
            apply(assembly.judgeLogged(frame), frame, Source.LOG);
          }
        }
        Optional<Duration> pause = answer.isEnded() ? Optional.empty() : settle(before, more);
        if (!assembly.isBehind() && catchUp.closeGap()) {
          metrics.gapRepaired();
        }
        yield pause;
      }
    };
  }

  private Optional<Duration> settle(Assembly before, boolean more) {
    if (assembly.isAheadOf(before)) {
      catchUp.advanced(more);
      return Optional.empty();
    }
    if (!assembly.isBehind()) {
      catchUp.upToDate();
      return Optional.empty();
    }
    Duration pause = catchUp.readInVain();
    if (catchUp.isHopeless()) {
      broken("frame " + assembly.next() + " is in no log");
    }
    return Optional.of(pause);
  }

  private void apply(Verdict verdict, Frame frame, Source source) {
    metrics.judged(verdict, source);
    switch (verdict) {
      case Verdict.Deliver(Assembly then, byte[] bytes, boolean last) -> {
        assembly = then;
        jobOver = last;
        answer.take(bytes, last);
      }
      case Verdict.StartAfresh(Assembly then, byte[] bytes, boolean last) -> {
        assembly = then;
        jobOver = last;
        answer.startAfresh();
        answer.take(bytes, last);
      }
      case Verdict.Drop(Assembly then, _) -> assembly = then;
      case Verdict.ReadLog(Assembly then) -> {
        assembly = then;
        if (source == Source.LIVE && !(frame.content() instanceof Content.Stored)) {
          catchUp.noteGap();
        }
      }
      case Verdict.Failed(ApiError error) -> {
        jobOver = true;
        answer.fail(error);
      }
      case Verdict.Broken(String detail) -> broken(detail);
    }
  }

  private void broken(String detail) {
    metrics.broken();
    LOG.atWarn()
        .setMessage("stream cannot be continued, its client gets an error and the job is cancelled")
        .addKeyValue("jobId", job)
        .addKeyValue("reason", detail)
        .log();
    answer.fail(
        ApiError.of(
            ErrorReason.UPSTREAM_ERROR, "The answer was interrupted and cannot be continued."));
  }
}
