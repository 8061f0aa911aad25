package online.speka.infra.local.models;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.LongSupplier;

/// Moves the bytes of one file from one source, and tells how fast.
final class Transfer {

  private static final int BUFFER_BYTES = 1 << 17;
  private static final Duration TELL_EVERY = Duration.ofMillis(500);

  private final String source;
  private final FetchListener listener;
  private final LongSupplier nanoTime;
  private final long begun;
  private long told;

  Transfer(String source, FetchListener listener, LongSupplier nanoTime) {
    this.source = source;
    this.listener = listener;
    this.nanoTime = nanoTime;
    this.begun = nanoTime.getAsLong();
    this.told = begun;
  }

  /// Copies a stream to its end.
  ///
  /// @param bytes how many there must be; one more is an error, so that no source fills the disk
  void copy(InputStream in, Path to, long bytes) throws IOException, InterruptedException {
    byte[] buffer = new byte[BUFFER_BYTES];
    long copied = 0;
    try (OutputStream out = Files.newOutputStream(to)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        copied += read;
        if (copied > bytes) {
          throw new IOException("it is larger than the " + bytes + " bytes that were published");
        }
        out.write(buffer, 0, read);
        progress(copied, bytes);
      }
    }
    tell(copied, bytes);
  }

  /// Notes how far the transfer is.
  void progress(long bytes, long total) {
    if (nanoTime.getAsLong() - told >= TELL_EVERY.toNanos()) {
      tell(bytes, total);
    }
  }

  private void tell(long bytes, long total) {
    told = nanoTime.getAsLong();
    long nanos = Math.max(1, told - begun);
    long perSecond = (long) (bytes * (double) Duration.ofSeconds(1).toNanos() / nanos);
    listener.progress(source, bytes, total, perSecond);
  }
}
