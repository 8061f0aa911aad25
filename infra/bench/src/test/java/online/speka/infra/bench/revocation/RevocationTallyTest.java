package online.speka.infra.bench.revocation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import online.speka.infra.bench.probe.EventStream.End;
import org.junit.jupiter.api.Test;

class RevocationTallyTest {

  private static final Duration LIMIT = Duration.ofSeconds(1);
  private static final long MS = 1_000_000;

  private final RevocationTally tally = new RevocationTally(2, LIMIT);

  private static KeyTrail refusedAfter(long lastAcceptedMs) {
    KeyTrail trail = new KeyTrail(LIMIT);
    trail.heard(Said.ACCEPTED, lastAcceptedMs * MS);
    trail.heard(Said.REFUSED, (lastAcceptedMs + 1) * MS);
    return trail;
  }

  private RevocationsResult result() {
    return tally.result(10, 0);
  }

  @Test
  void theLastEdgeCounts() {
    tally.revoked(1_995 * MS, 2_000 * MS, List.of(refusedAfter(100), refusedAfter(300)));
    tally.revoked(1_995 * MS, 2_000 * MS, List.of(refusedAfter(200), refusedAfter(50)));
    tally.streamEnded(End.ERROR, 900 * MS);
    tally.traffic(Said.ACCEPTED);

    RevocationsResult result = result();

    assertThat(result.isKept()).isTrue();
    assertThat(result.achievedPerSecond()).isEqualTo(1);
    assertThat(result.times().lastAccepted().count()).isEqualTo(2);
    assertThat(result.times().lastAccepted().maxMs()).isBetween(299.0, 301.0);
    assertThat(result.times().lastAccepted().p50Ms()).isBetween(199.0, 201.0);
    assertThat(result.times().byEdge().getFirst().maxMs()).isBetween(199.0, 201.0);
  }

  @Test
  void eachFaultIsEnough() {
    assertThat(result().isKept()).as("nothing was revoked").isFalse();

    fails(it -> it.revoked(0, MS, List.of(refusedAfter(1), refusedAfter(1_002))));
    fails(it -> it.revoked(0, MS, List.of(refusedAfter(1), new KeyTrail(LIMIT))));
    fails(RevocationTally::unknownBefore);
    fails(it -> it.streamEnded(End.ERROR, 1_001 * MS));
    fails(it -> it.streamEnded(End.DONE, MS));
    fails(it -> it.streamEnded(End.BROKEN, MS));
    fails(it -> it.traffic(Said.REFUSED));
    fails(it -> it.traffic(Said.OTHER));
  }

  private static void fails(java.util.function.Consumer<RevocationTally> fault) {
    RevocationTally tally = new RevocationTally(2, LIMIT);
    tally.revoked(0, MS, List.of(refusedAfter(1), refusedAfter(1)));
    assertThat(tally.result(10, 0).isKept()).isTrue();

    fault.accept(tally);

    assertThat(tally.result(10, 0).isKept()).isFalse();
  }
}
