package online.speka.worker.publishing;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import online.speka.contract.job.JobId;
import online.speka.contract.stream.Frame;
import online.speka.contract.stream.LogPosition;
import online.speka.contract.wire.FrameCodec;

/// Redis as publishing sees it, answering when the test says so. Keeps what it was given: the
/// frames of every log and of every message.
final class FakeRedis implements FrameTransport {

  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private final Map<JobId, List<LogEntry>> logs = new HashMap<>();
  private final List<List<Frame>> messages = new ArrayList<>();
  private Listener listener;
  private volatile Thread answering;
  private int resets;

  private record Waiting(Batch batch, CompletableFuture<List<Batch.Appended>> answer) {}

  @Override
  public void start(Listener toTell) {
    listener = toTell;
  }

  @Override
  public CompletionStage<List<Batch.Appended>> send(Batch batch) {
    if (answering == Thread.currentThread()) {
      throw new IllegalStateException("sent on the thread that brings an answer");
    }
    CompletableFuture<List<Batch.Appended>> answer = new CompletableFuture<>();
    waiting.add(new Waiting(batch, answer));
    return answer;
  }

  @Override
  public void reset() {
    resets++;
  }

  @Override
  public void close() {}

  void connect() {
    telling(() -> listener.connected(false));
  }

  void connectWithoutData() {
    logs.clear();
    telling(() -> listener.connected(true));
  }

  /// As on the connection's own thread.
  private void telling(Runnable news) {
    answering = Thread.currentThread();
    news.run();
    answering = null;
  }

  /// Executes the oldest batch and answers it.
  void answer() {
    prepareAnswer().run();
  }

  /// Executes the oldest batch; whoever runs the result answers it.
  Runnable prepareAnswer() {
    Waiting next = waiting.remove();
    List<Batch.Appended> results = execute(next.batch());
    return () -> telling(() -> next.answer().complete(results));
  }

  /// Refuses the oldest batch.
  void fail() {
    waiting.remove().answer().completeExceptionally(new IllegalStateException("LOADING"));
  }

  void answerAll() {
    while (!waiting.isEmpty()) {
      answer();
    }
  }

  /// The connection breaks; whoever runs the result lets the sender of its commands know.
  Runnable breakSilently() {
    List<Waiting> broken = new ArrayList<>(waiting);
    waiting.clear();
    telling(() -> listener.disconnected());
    return () ->
        broken.forEach(
            each -> each.answer().completeExceptionally(new IllegalStateException("broken")));
  }

  /// The connection breaks; the first so many batches had been executed.
  void breakAfter(int executed) {
    List<Waiting> broken = new ArrayList<>(waiting);
    waiting.clear();
    broken.stream().limit(executed).forEach(each -> execute(each.batch()));
    listener.disconnected();
    broken.forEach(
        each -> each.answer().completeExceptionally(new IllegalStateException("broken")));
  }

  private List<Batch.Appended> execute(Batch batch) {
    List<Batch.Appended> results = batch.entries().stream().map(this::append).toList();
    for (Batch.Message message : batch.messages()) {
      List<Frame> frames = new ArrayList<>();
      FrameCodec.decode(message.frames(), frames::add);
      messages.add(frames);
    }
    return results;
  }

  private Batch.Appended append(LogEntry entry) {
    List<LogEntry> log =
        logs.computeIfAbsent(entry.stream().opening().job().id(), _ -> new ArrayList<>());
    if (log.isEmpty() || isAfter(entry.position(), log.getLast().position())) {
      log.add(entry);
      return Batch.Appended.ADDED;
    }
    return log.getLast().position().attempt().compareTo(entry.position().attempt()) > 0
        ? Batch.Appended.SUPERSEDED
        : Batch.Appended.ALREADY_THERE;
  }

  private static boolean isAfter(LogPosition position, LogPosition last) {
    int attempts = position.attempt().compareTo(last.attempt());
    return attempts > 0 || (attempts == 0 && position.sequence() > last.sequence());
  }

  int inFlight() {
    return waiting.size();
  }

  int resets() {
    return resets;
  }

  /// The frames of every message, in order.
  List<List<Frame>> messages() {
    return messages;
  }

  List<Integer> heard(JobId job) {
    return messages.stream()
        .flatMap(List::stream)
        .filter(frame -> frame.job().equals(job))
        .map(Frame::sequence)
        .toList();
  }

  List<Integer> logged(JobId job) {
    List<Integer> sequences = new ArrayList<>();
    logs.getOrDefault(job, List.of())
        .forEach(e -> FrameCodec.decode(e.frames(), frame -> sequences.add(frame.sequence())));
    return sequences;
  }

  List<LogEntry> entries(JobId job) {
    return logs.getOrDefault(job, List.of());
  }
}
