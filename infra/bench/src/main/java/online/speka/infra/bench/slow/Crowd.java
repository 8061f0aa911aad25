package online.speka.infra.bench.slow;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import online.speka.infra.bench.stack.StackException;

/// Many clients with a stream each, all read by one thread.
public final class Crowd implements AutoCloseable {

  /// As little as the kernel allows: it raises this to its own least.
  private static final int SLOW_RECEIVE_BUFFER_BYTES = 1;

  private static final int READ_BYTES = 32 << 10;
  private static final Duration BEAT = Duration.ofMillis(50);

  /// So each slow client reads its byte once a second, and not all of them at once.
  private static final int BEATS_PER_BYTE = 20;

  /// A platform takes requests as they come; this is no test of a burst.
  private static final int OPENED_PER_BEAT = 10;

  private final Wanted wanted;
  private final List<SocketChannel> channels = new ArrayList<>();
  private final List<Member> members = new ArrayList<>();
  private final ByteBuffer buffer = ByteBuffer.allocate(READ_BYTES);
  private final Thread thread = Thread.ofPlatform().name("crowd").daemon().unstarted(this::live);
  private volatile CrowdCounts counts = CrowdCounts.NONE;
  private volatile boolean stopped;

  /// @param request of each, whole
  /// @param slow whether they read a byte per second once their streams have begun
  public record Wanted(InetSocketAddress edge, byte[] request, int size, boolean slow) {}

  private Crowd(Wanted wanted) {
    this.wanted = wanted;
  }

  public static Crowd gather(Wanted wanted) {
    Crowd crowd = new Crowd(wanted);
    crowd.thread.start();
    return crowd;
  }

  /// A moment ago.
  public CrowdCounts counts() {
    return counts;
  }

  private void live() {
    for (long beat = 0; !stopped; beat++) {
      for (int i = 0; i < OPENED_PER_BEAT && members.size() < wanted.size(); i++) {
        open();
      }
      read(beat);
      counts = count();
      LockSupport.parkNanos(BEAT.toNanos());
    }
  }

  private void read(long beat) {
    for (int i = 0; i < members.size(); i++) {
      boolean isDue = (beat + i) % BEATS_PER_BYTE == 0;
      members.get(i).read(buffer, all -> wanted.slow() ? (isDue ? 1 : 0) : all);
    }
  }

  private void open() {
    try {
      SocketChannel channel = SocketChannel.open();
      channels.add(channel);
      if (wanted.slow()) {
        // Before it is connected: the window that the other side hears of depends on it.
        channel.setOption(StandardSocketOptions.SO_RCVBUF, SLOW_RECEIVE_BUFFER_BYTES);
      }
      channel.connect(wanted.edge());
      channel.write(ByteBuffer.wrap(wanted.request()));
      channel.configureBlocking(false);
      members.add(new Member(channel::read));
    } catch (IOException _) {
      members.add(
          new Member(
              _ -> {
                throw new IOException("never connected");
              }));
    }
  }

  private CrowdCounts count() {
    Map<Member.State, Integer> states = new EnumMap<>(Member.State.class);
    long bytes = 0;
    for (Member member : members) {
      states.merge(member.state(), 1, Integer::sum);
      bytes += member.bytes();
    }
    int toCome = wanted.size() - members.size();
    return new CrowdCounts(
        states.getOrDefault(Member.State.ASKED, 0) + toCome,
        states.getOrDefault(Member.State.OPEN, 0),
        states.getOrDefault(Member.State.ENDED, 0),
        states.getOrDefault(Member.State.CUT, 0),
        states.getOrDefault(Member.State.REFUSED, 0),
        bytes);
  }

  /// Looks what has become of each connection, and closes all.
  public CrowdCounts leave() {
    close();
    long read = count().bytes();
    members.forEach(member -> member.drain(buffer));
    CrowdCounts last = count();
    closeAll();
    return last.with(read);
  }

  private void closeAll() {
    for (SocketChannel channel : channels) {
      try {
        channel.close();
      } catch (IOException e) {
        throw new UncheckedIOException("closing a client's connection", e);
      }
    }
    channels.clear();
  }

  @Override
  public void close() {
    stopped = true;
    LockSupport.unpark(thread);
    try {
      thread.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new StackException("Interrupted.");
    }
  }
}
