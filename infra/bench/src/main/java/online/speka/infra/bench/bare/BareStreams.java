package online.speka.infra.bench.bare;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import online.speka.contract.job.JobId;
import online.speka.contract.stream.Content;
import online.speka.contract.stream.Frame;
import online.speka.contract.wire.FrameCodec;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;
import reactor.util.concurrent.Queues;

/// The bytes of each job until somebody asks for them, and from then on as they come.
final class BareStreams {

  /// Jobs that are known at once; frames of any more are dropped, which the load notices.
  static final int STREAMS_MAX = 1024;

  /// Frames of one job that wait. Not more: the buffer counts as allocated by its chunks.
  private static final int WAITING_MAX = 1024;

  private final Map<JobId, Sinks.Many<byte[]>> streams = new ConcurrentHashMap<>();
  private final LongAdder messages = new LongAdder();
  private final LongAdder frames = new LongAdder();
  private final LongAdder dropped = new LongAdder();

  /// @param messages of the channel
  /// @param frames in them
  /// @param dropped frames that there was no room for
  record Counts(long messages, long frames, long dropped) {

    /// As it is served: three numbers with blanks between them.
    String text() {
      return messages + " " + frames + " " + dropped;
    }
  }

  /// A message of the channel; from one thread.
  void message(byte[] bytes) {
    messages.increment();
    FrameCodec.decode(bytes, this::frame);
  }

  private void frame(Frame frame) {
    frames.increment();
    Sinks.Many<byte[]> stream = stream(frame.job());
    if (stream == null) {
      dropped.increment();
      return;
    }
    switch (frame.content()) {
      case Content.Chunk(byte[] bytes) -> emit(stream, bytes);
      case Content.End(byte[] bytes) -> {
        emit(stream, bytes);
        end(stream);
      }
      // Cut short, which the load notices: none of them belongs into its streams.
      case Content.Failure _, Content.Stored _ -> end(stream);
    }
  }

  private void emit(Sinks.Many<byte[]> stream, byte[] bytes) {
    if (stream.tryEmitNext(bytes).isFailure()) {
      dropped.increment();
    }
  }

  private static void end(Sinks.Many<byte[]> stream) {
    Sinks.EmitResult _ = stream.tryEmitComplete();
  }

  /// The job's bytes from the first on, for one subscriber; empty if there is no room for the job.
  Optional<Flux<byte[]>> claim(JobId job) {
    Sinks.Many<byte[]> stream = stream(job);
    return stream == null ? Optional.empty() : Optional.of(stream.asFlux());
  }

  /// Whoever claimed it has all of it, or has left.
  void release(JobId job) {
    streams.remove(job);
  }

  private Sinks.@Nullable Many<byte[]> stream(JobId job) {
    Sinks.Many<byte[]> known = streams.get(job);
    if (known != null || streams.size() >= STREAMS_MAX) {
      return known;
    }
    // One thread emits, so nothing has to be serialized.
    return streams.computeIfAbsent(
        job,
        _ ->
            Sinks.unsafe()
                .many()
                .unicast()
                .onBackpressureBuffer(Queues.<byte[]>get(WAITING_MAX).get()));
  }

  Counts counts() {
    return new Counts(messages.sum(), frames.sum(), dropped.sum());
  }
}
