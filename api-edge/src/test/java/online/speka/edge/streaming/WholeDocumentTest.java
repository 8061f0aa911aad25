package online.speka.edge.streaming;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;

class WholeDocumentTest {
  private static final Duration STALL_MAX = Duration.ofSeconds(10);

  private final Loop loop = new Loop();
  private final Reader reader = new Reader();

  @Test
  void everyPieceIsPassedOnInOrderAndThenItEnds() {
    begin("a", "b", "c");

    loop.run();

    assertThat(reader.text).hasToString("abc");
    assertThat(reader.ended).isTrue();
    loop.advance(STALL_MAX.multipliedBy(3));
    assertThat(loop.aborted).isFalse();
  }

  @Test
  void aClientThatTakesNothingIsCutOff() {
    loop.writable = false;
    begin("a", "b");

    loop.advance(STALL_MAX.minusMillis(1));
    boolean before = loop.aborted;
    loop.advance(Duration.ofMillis(1));

    assertThat(before).isFalse();
    assertThat(loop.aborted).isTrue();
    assertThat(reader.text).isEmpty();
  }

  @Test
  void aClientThatIsSlowButTakesSomethingIsNot() {
    loop.writable = false;
    begin("a".repeat(60_000), "b".repeat(60_000), "c".repeat(60_000));

    for (int i = 0; i < 3; i++) {
      loop.advance(STALL_MAX.minusSeconds(1));
      loop.takeOneWrite();
    }
    loop.advance(STALL_MAX.multipliedBy(2));

    assertThat(loop.aborted).isFalse();
    assertThat(reader.text).hasSize(180_000);
    assertThat(reader.ended).isTrue();
  }

  @Test
  void aClientThatLeftIsLeftAlone() {
    loop.writable = false;
    begin("a", "b");

    reader.cancel();
    loop.advance(STALL_MAX.multipliedBy(2));
    loop.takeOneWrite();

    assertThat(loop.aborted).isFalse();
    assertThat(reader.text).isEmpty();
  }

  private void begin(String... pieces) {
    List<byte[]> bytes = new ArrayList<>();
    for (String piece : pieces) {
      bytes.add(piece.getBytes(UTF_8));
    }
    new WholeDocument(loop, STALL_MAX, () -> loop.now).begin(bytes).subscribe(reader);
  }

  private final class Reader extends BaseSubscriber<byte[]> {
    private final StringBuilder text = new StringBuilder();
    private boolean ended;

    @Override
    protected void hookOnSubscribe(Subscription subscription) {
      subscription.request(Long.MAX_VALUE);
    }

    @Override
    protected void hookOnNext(byte[] piece) {
      text.append(new String(piece, UTF_8));
      loop.writable &= !loop.oneWrite;
    }

    @Override
    protected void hookOnComplete() {
      ended = true;
    }
  }

  /** An event loop and a clock in the hands of the test. */
  private static final class Loop implements ClientConnection {
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final TreeMap<Long, Runnable> timers = new TreeMap<>();
    private Runnable onWritable = () -> {};
    private boolean writable = true;
    private boolean oneWrite;
    private boolean aborted;
    private long now = 5_000_000_000L;

    void run() {
      Runnable task;
      while ((task = tasks.poll()) != null) {
        task.run();
      }
    }

    void advance(Duration duration) {
      run();
      long until = now + duration.toNanos();
      while (!timers.isEmpty() && timers.firstKey() <= until) {
        now = timers.firstKey();
        timers.pollFirstEntry().getValue().run();
        run();
      }
      now = until;
    }

    void takeOneWrite() {
      writable = true;
      oneWrite = true;
      onWritable.run();
      run();
    }

    @Override
    public void execute(Runnable task) {
      tasks.add(task);
    }

    @Override
    public void schedule(Runnable task, Duration delay) {
      timers.put(now + delay.toNanos(), task);
    }

    @Override
    public boolean isWritable() {
      return writable;
    }

    @Override
    public void onWritable(Runnable task) {
      onWritable = task;
    }

    @Override
    public void abort() {
      aborted = true;
    }
  }
}
