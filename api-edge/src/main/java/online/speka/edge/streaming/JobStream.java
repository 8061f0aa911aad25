package online.speka.edge.streaming;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import online.speka.contract.error.ApiError;
import online.speka.contract.error.ErrorReason;
import online.speka.contract.job.Job;
import online.speka.contract.job.JobId;
import online.speka.contract.stream.Content;
import online.speka.contract.stream.Frame;
import online.speka.edge.assembly.Assembly;
import online.speka.edge.assembly.Verdict;
import online.speka.edge.streaming.StreamingMetrics.Source;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/// The answer to one job, on the way to one client. Lives on the client's event loop; other threads
/// only put notes into its inbox.
final class JobStream implements TokenStream {
  private static final Logger LOG = LoggerFactory.getLogger(JobStream.class);

  /// A log is read when the buffer has been drained to a quarter.
  private static final int READ_AHEAD_DIVISOR = 4;

  private final JobId job;
  private final ClientConnection client;
  private final StreamTools tools;
  private final Inbox<Note> inbox;
  private final ClientBytes out;
  private final Answer answer;
  private final Patience patience;
  private final CatchUp catchUp;
  private final AtomicBoolean closed = new AtomicBoolean();
  private Assembly assembly;
  private volatile boolean jobOver;
  private volatile boolean overflowed;

  JobStream(Job job, ClientConnection client, StreamTools tools) {
    StreamingProperties limits = tools.limits();
    this.job = job.id();
    this.client = client;
    this.tools = tools;
    this.inbox = new Inbox<>(client, this::read, this::afterTurn);
    this.out = new ClientBytes(client, () -> inbox.put(Note.Plain.WANTED));
    this.answer = new Answer(job.target().streaming(), out, limits);
    this.patience = Patience.of(job, limits, tools.ticker().getAsLong());
    this.catchUp = new CatchUp(limits.repairTriesMax(), limits.repairDelay());
    this.assembly = Assembly.empty(!job.target().streaming());
    client.onWritable(() -> inbox.put(Note.Plain.WANTED));
  }

  /// From any thread: a published frame.
  void arrive(Frame frame) {
    if (inbox.size() < tools.limits().inboxMax()) {
      inbox.put(new Note.Arrived(frame));
    } else {
      overflowed = true;
      tools.metrics().leftToLog();
    }
  }

  /// From any thread: frames may have been lost.
  void look() {
    inbox.put(Note.Plain.LOOK);
  }

  /// From any thread: time has passed.
  void tick(long now) {
    if (patience.isDue(now)) {
      inbox.put(new Note.Tick(now));
    }
  }

  @Override
  public Mono<Opening> opening() {
    return answer.opening();
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      client.onWritable(() -> {});
      tools.closed().accept(job);
      tools.metrics().closed(!jobOver);
      if (!jobOver) {
        tools.cancellations().announce(job);
      }
    }
  }

  private void read(Note note) {
    try {
      switch (note) {
        case Note.Arrived(Frame frame) -> arrived(frame);
        case Note.PageRead(ReplayLog.Page page) -> pageRead(page);
        case Note.Tick(long now) -> ticked(now);
        case Note.Plain.WANTED -> {}
        case Note.Plain.LOOK -> catchUp.want();
        case Note.Plain.RESUME -> catchUp.resume();
      }
    } catch (RuntimeException e) {
      // The client must hear of it, and the job must not run on for nobody.
      LOG.atError()
          .setMessage("stream failed, its client gets an error and the job is cancelled")
          .addKeyValue("jobId", job)
          .setCause(e)
          .log();
      answer.fail(ApiError.of(ErrorReason.INTERNAL, "The server had an error. Please try again."));
    }
  }

  private void afterTurn() {
    if (overflowed) {
      overflowed = false;
      catchUp.want();
    }
    out.drain();
    if (isReading() && answer.hasRoom(READ_AHEAD_DIVISOR) && catchUp.begin(assembly.isBehind())) {
      tools
          .log()
          .read(
              job, assembly.logPosition().orElse(null), page -> inbox.put(new Note.PageRead(page)));
    }
  }

  private boolean isReading() {
    return !answer.isEnded() && !closed.get();
  }

  private void arrived(Frame frame) {
    if (closed.get()) {
      tools.metrics().orphaned();
      return;
    }
    patience.heard(tools.ticker().getAsLong());
    if (answer.isEnded()) {
      tools.metrics().late();
    } else if (answer.hasRoom(1)) {
      apply(assembly.judge(frame), frame, Source.LIVE);
    } else {
      assembly = assembly.passOver(frame);
      tools.metrics().leftToLog();
    }
  }

  private void pageRead(ReplayLog.Page page) {
    switch (page) {
      case ReplayLog.Page.Unreadable _ -> resumeAfter(catchUp.unreadable());
      case ReplayLog.Page.Frames(List<Frame> frames, boolean more) -> {
        Assembly before = assembly;
        for (Frame frame : frames) {
          if (isReading()) {
            apply(assembly.judgeLogged(frame), frame, Source.LOG);
          }
        }
        if (isReading()) {
          settle(before, more);
        }
        if (!assembly.isBehind() && catchUp.closeGap()) {
          tools.metrics().gapRepaired();
        }
      }
    }
  }

  /// What comes after a page has been applied.
  private void settle(Assembly before, boolean more) {
    if (assembly.isAheadOf(before)) {
      catchUp.advanced(more);
    } else if (assembly.isBehind()) {
      resumeAfter(catchUp.readInVain());
      if (catchUp.isHopeless()) {
        broken("frame " + assembly.next() + " is in no log");
      }
    } else {
      catchUp.upToDate();
    }
  }

  private void resumeAfter(Duration pause) {
    client.schedule(() -> inbox.put(Note.Plain.RESUME), pause);
  }

  private void apply(Verdict verdict, Frame frame, Source source) {
    tools.metrics().judged(verdict, source);
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

  private void ticked(long now) {
    Patience.Due due = patience.due(now, out.written(), out.pendingBytes() > 0);
    if (closed.get()) {
      return;
    }
    if (due.cut()) {
      client.abort();
    }
    if (due.look()) {
      catchUp.want();
    }
    if (due.keepAlive()) {
      answer.keepAlive();
    }
    if (due.giveUp() && !answer.isEnded()) {
      answer.fail(ApiError.of(ErrorReason.TIMEOUT, "The request was not answered in time."));
    }
  }

  private void broken(String detail) {
    tools.metrics().broken();
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
