package online.speka.infra.faults.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// One direction of a connection: one thread reads, another writes when it is time to.
final class Pump {

  private static final int BUFFER_BYTES = 16 << 10;

  /// With what is in the kernel's buffers, more than any window of a slow network.
  private static final int PARCELS_MAX = 256;

  private static final byte[] END = {};
  private static final Duration LOOK_AGAIN = Duration.ofMillis(5);

  private final Socket from;
  private final Socket to;
  private final Supplier<Weather> weather;
  private final LongSupplier ticker;
  private final BlockingQueue<Parcel> parcels = new ArrayBlockingQueue<>(PARCELS_MAX);

  private record Parcel(long dueNanos, byte[] bytes) {}

  Pump(Socket from, Socket to, Supplier<Weather> weather, LongSupplier ticker) {
    this.from = from;
    this.to = to;
    this.weather = weather;
    this.ticker = ticker;
  }

  /// @param ended told once, when this direction is over
  void start(Runnable ended) {
    Thread reader = Thread.ofVirtual().name("proxy-read").start(this::read);
    Thread.ofVirtual()
        .name("proxy-write")
        .start(
            () -> {
              write();
              ended.run();
              reader.interrupt();
            });
  }

  private void read() {
    byte[] buffer = new byte[BUFFER_BYTES];
    try {
      InputStream in = from.getInputStream();
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        put(Arrays.copyOf(buffer, count));
      }
    } catch (IOException _) {
      // The end of a connection, in order or not: the other side hears of it below.
    }
    put(END);
  }

  private void put(byte[] bytes) {
    long delay = weather.get() instanceof Weather.Late(Duration oneWay) ? oneWay.toNanos() : 0;
    try {
      parcels.put(new Parcel(ticker.getAsLong() + delay, bytes));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void write() {
    try {
      OutputStream out = to.getOutputStream();
      while (true) {
        Parcel parcel = parcels.take();
        awaitPassage(parcel);
        if (parcel.bytes().length == 0) {
          return;
        }
        out.write(parcel.bytes());
      }
    } catch (IOException _) {
      // Whoever should get it is gone.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void awaitPassage(Parcel parcel) throws InterruptedException {
    long due = parcel.dueNanos();
    if (weather.get() instanceof Weather.Narrow(int bytesPerSecond)) {
      due =
          ticker.getAsLong() + TimeUnit.SECONDS.toNanos(1) * parcel.bytes().length / bytesPerSecond;
    }
    for (long left = due - ticker.getAsLong();
        left > 0 || weather.get() instanceof Weather.Silent;
        left = due - ticker.getAsLong()) {
      if (to.isClosed() || Thread.interrupted()) {
        throw new InterruptedException();
      }
      LockSupport.parkNanos(left > 0 ? left : LOOK_AGAIN.toNanos());
    }
  }
}
