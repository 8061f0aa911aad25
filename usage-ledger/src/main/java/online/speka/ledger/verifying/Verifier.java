package online.speka.ledger.verifying;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/// Checks all books, slice by slice, again and again.
///
/// One walk stays at the end and checks what is new within seconds. Another begins from the first
/// posting every so often, so that a change of what is old is found too; when it arrives, it takes
/// the place of the first.
public final class Verifier {

  private static final Logger LOG = LoggerFactory.getLogger(Verifier.class);

  private final JdbcSlices slices;
  private final JdbcChecks checks;
  private final VerifyingProperties properties;
  private final InstantSource clock;
  private final AtomicReference<@Nullable Report> last = new AtomicReference<>();

  private @Nullable Walk atEnd;
  private @Nullable Walk underway = new Walk();
  private Instant began = Instant.MIN;

  Verifier(
      JdbcSlices slices, JdbcChecks checks, VerifyingProperties properties, InstantSource clock) {
    this.slices = slices;
    this.checks = checks;
    this.properties = properties;
    this.clock = clock;
  }

  /// What was found, from the first posting to the last.
  public record Report(Instant at, Findings findings) {}

  /// The last complete check; empty before the first walk has arrived.
  public Optional<Report> last() {
    return Optional.ofNullable(last.get());
  }

  /// Checks everything now, while the caller waits.
  ///
  /// @return empty if it took longer than it may: what is new comes in faster than it is checked,
  ///     or there is very much of it
  /// @throws DataAccessException while the database is away
  public Optional<Report> verifyAll() {
    Walk walk = new Walk();
    Instant until = clock.instant().plus(properties.wholeMax());
    while (!walk.isAtEnd() && clock.instant().isBefore(until)) {
      step(walk, properties.slicesMax());
    }
    return walk.isAtEnd()
        ? Optional.of(new Report(clock.instant(), walk.findings()))
        : Optional.empty();
  }

  /// A bounded part of the work. Called by one thread.
  void runOnce() {
    try {
      Walk following = atEnd;
      if (following != null) {
        step(following, properties.slicesMax());
        publish(following);
      }
      audit();
    } catch (DataAccessException | IllegalStateException e) {
      LOG.atWarn().addKeyValue("why", e.getMessage()).log("The books are not checked");
    }
  }

  private void audit() {
    Walk walk = underway;
    if (walk == null) {
      if (clock.instant().isBefore(began.plus(properties.auditInterval()))) {
        return;
      }
      walk = new Walk();
    }
    if (walk.position() == 0) {
      began = clock.instant();
    }
    underway = walk;
    step(walk, properties.slicesMax());
    if (walk.isAtEnd()) {
      atEnd = walk;
      underway = null;
      publish(walk);
    }
  }

  private void step(Walk walk, int slicesMax) {
    for (int i = 0; i < slicesMax; i++) {
      Slice slice = slices.after(walk.position(), properties.sliceMax());
      walk.passed(slice, slices.moved(slice), checks.of(slice));
      if (slice.last()) {
        walk.arrived(slices.balancesAt(walk.position()), slices.months());
        return;
      }
    }
  }

  private void publish(Walk walk) {
    Report report = new Report(clock.instant(), walk.findings());
    Report before = last.getAndSet(report);
    boolean news =
        before == null || !before.findings().mistakes().equals(report.findings().mistakes());
    if (news && !report.findings().isClean()) {
      LOG.atError()
          .addKeyValue("mistakes", report.findings().mistakes())
          .addKeyValue("difference", report.findings().difference())
          .log("The books are wrong");
    }
  }

  Duration interval() {
    return properties.interval();
  }
}
