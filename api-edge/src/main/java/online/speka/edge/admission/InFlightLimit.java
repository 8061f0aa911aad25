package online.speka.edge.admission;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import online.speka.contract.error.ApiError;
import online.speka.contract.error.ErrorReason;

/// Bounds what one edge holds at the same time: requests, and bytes of bodies that the broker has
/// not acknowledged yet.
///
/// Equation: `admitted = given back + inFlight`, and at rest both what is in flight and what is
/// held in bytes are zero.
public final class InFlightLimit {
  private final int inFlightMax;
  private final long bodyBytesMax;
  private final RetryAfter retryAfter;
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicLong bodyBytes = new AtomicLong();

  public InFlightLimit(int inFlightMax, long bodyBytesMax, RetryAfter retryAfter) {
    if (inFlightMax < 1 || bodyBytesMax < 1) {
      throw new IllegalArgumentException("limits in flight must be at least 1");
    }
    this.inFlightMax = inFlightMax;
    this.bodyBytesMax = bodyBytesMax;
    this.retryAfter = retryAfter;
  }

  public Admission acquire() {
    if (inFlight.incrementAndGet() > inFlightMax) {
      inFlight.decrementAndGet();
      return new Admission.Rejected(overloaded());
    }
    return new Admission.Admitted(new Place(this));
  }

  public long bodyBytesMax() {
    return bodyBytesMax;
  }

  public int inFlight() {
    return inFlight.get();
  }

  public long bodyBytes() {
    return bodyBytes.get();
  }

  boolean holdBytes(long bytes) {
    if (bodyBytes.addAndGet(bytes) > bodyBytesMax) {
      bodyBytes.addAndGet(-bytes);
      return false;
    }
    return true;
  }

  void releaseBytes(long bytes) {
    bodyBytes.addAndGet(-bytes);
  }

  void release() {
    inFlight.decrementAndGet();
  }

  ApiError overloaded() {
    return ApiError.of(
            ErrorReason.OVERLOADED, "This server has too many requests in flight. Try again later.")
        .retryAfter(retryAfter.seconds());
  }
}
