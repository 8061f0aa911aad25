package online.speka.edge.streaming;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import online.speka.contract.error.ApiError;
import online.speka.contract.error.ErrorReason;
import online.speka.contract.job.Job;
import online.speka.contract.job.JobId;
import online.speka.contract.principal.KeyId;
import online.speka.contract.stream.Frame;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/// The answer to one job, on the way to one client. Lives on the client's event loop; other threads
/// only put notes into its inbox.
final class JobStream implements TokenStream {
  private static final Logger LOG = LoggerFactory.getLogger(JobStream.class);

  private final JobId job;
  private final KeyId reader;
  private final ClientConnection client;
  private final StreamTools tools;
  private final Inbox<Note> inbox;
  private final ClientBytes out;
  private final Answer answer;
  private final Reassembly frames;
  private final Patience patience;
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile boolean overflowed;
  private volatile boolean withdrawn;

  JobStream(Job job, ClientConnection client, StreamTools tools) {
    this(Followed.fromItsBeginning(job), client, tools);
  }

  JobStream(Followed followed, ClientConnection client, StreamTools tools) {
    boolean streaming = followed.streaming();
    this.job = followed.job();
    this.reader = followed.reader();
    this.client = client;
    this.tools = tools;
    this.inbox = new Inbox<>(client, this::read, this::afterTurn);
    this.out = new ClientBytes(client, () -> inbox.put(Note.Plain.WANTED));
    this.answer = new Answer(streaming, out, tools.limits());
    this.frames = new Reassembly(job, streaming, answer, tools);
    this.patience = Patience.of(followed, tools.limits(), tools.ticker().getAsLong());
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

  /// From any thread: the client gets an error instead of the rest, and the job is given up.
  void cut(ApiError error) {
    inbox.put(new Note.Cut(error));
  }

  KeyId reader() {
    return reader;
  }

  JobId job() {
    return job;
  }

  @Override
  public Mono<Opening> opening() {
    return answer.opening();
  }

  @Override
  public boolean isJobOver() {
    return frames.isJobOver();
  }

  @Override
  public void withdraw() {
    withdrawn = true;
    close();
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      boolean cancel = !frames.isJobOver();
      client.onWritable(() -> {});
      tools.closed().accept(this);
      tools.metrics().closed(cancel);
      if (!cancel) {
        tools.care().over(job);
      } else if (withdrawn || answer.isEnded()) {
        tools.care().givenUp(job);
      } else {
        tools.care().left(job);
      }
    }
  }

  private void read(Note note) {
    try {
      switch (note) {
        case Note.Arrived(Frame frame) -> arrived(frame);
        case Note.PageRead(ReplayLog.Page page) -> frames.read(page).ifPresent(this::resumeAfter);
        case Note.Tick(long now) -> ticked(now);
        case Note.Cut(ApiError error) -> {
          if (!answer.isEnded()) {
            answer.fail(error);
          }
        }
        case Note.Plain.WANTED -> {}
        case Note.Plain.LOOK -> frames.look();
        case Note.Plain.RESUME -> frames.resume();
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
      frames.look();
    }
    if (out.drain()) {
      patience.wrote(tools.ticker().getAsLong());
    }
    if (out.pendingBytes() > 0) {
      patience.blocked(tools.ticker().getAsLong());
    }
    if (!closed.get() && frames.beginRead()) {
      tools
          .log()
          .read(job, frames.logPosition().orElse(null), page -> inbox.put(new Note.PageRead(page)));
    }
  }

  private void arrived(Frame frame) {
    if (closed.get()) {
      tools.metrics().orphaned();
      return;
    }
    patience.heard(tools.ticker().getAsLong());
    frames.arrived(frame);
  }

  private void resumeAfter(Duration pause) {
    client.schedule(() -> inbox.put(Note.Plain.RESUME), pause);
  }

  private void ticked(long now) {
    Patience.Due due = patience.due(now, out.pendingBytes() > 0);
    if (closed.get()) {
      return;
    }
    if (due.cut()) {
      LOG.atInfo()
          .setMessage("client takes no bytes, its connection is cut")
          .addKeyValue("jobId", job)
          .log();
      client.abort();
    }
    if (due.look()) {
      frames.look();
    }
    if (due.keepAlive()) {
      answer.keepAlive();
    }
    if (due.giveUp() && !answer.isEnded()) {
      answer.fail(ApiError.of(ErrorReason.TIMEOUT, "The request was not answered in time."));
    }
  }
}
