package online.speka.edge.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import online.speka.contract.error.ApiError;
import online.speka.contract.error.ErrorReason;
import org.junit.jupiter.api.Test;

class InFlightLimitTest {
  private final RetryAfter retryAfter = new RetryAfter(1, 5, new Random(1));

  @Test
  void overTheLimitARequestIsTurnedAwayWithAWait() {
    InFlightLimit limit = new InFlightLimit(1, 100, retryAfter);
    Place place = admitted(limit);

    assertThat(limit.acquire())
        .isInstanceOfSatisfying(
            Admission.Rejected.class,
            rejected -> {
              assertThat(rejected.error().reason()).isEqualTo(ErrorReason.OVERLOADED);
              assertThat(rejected.error().retryAfterSeconds()).isBetween(1, 5);
            });
    place.giveBack();
    assertThat(limit.acquire()).isInstanceOf(Admission.Admitted.class);
  }

  @Test
  void aPlaceIsGivenBackOnce() {
    Place place = admitted(new InFlightLimit(1, 100, retryAfter));
    place.giveBack();

    assertThatIllegalStateException().isThrownBy(place::giveBack);
  }

  @Test
  void bytesAreBoundedAcrossRequests() {
    InFlightLimit limit = new InFlightLimit(10, 100, retryAfter);
    Place first = admitted(limit);
    Place second = admitted(limit);

    assertThat(first.hold(60)).isEmpty();
    assertThat(second.hold(60)).map(ApiError::reason).contains(ErrorReason.OVERLOADED);
    first.releaseBody();
    assertThat(second.hold(60)).isEmpty();
    first.giveBack();
    second.giveBack();
    assertThat(limit.bodyBytes()).isZero();
    assertThat(limit.inFlight()).isZero();
  }

  @Test
  void bytesThatComeAfterTheEndAreNotKept() {
    InFlightLimit limit = new InFlightLimit(10, 100, retryAfter);
    Place place = admitted(limit);
    place.giveBack();

    place.hold(50);

    assertThat(limit.bodyBytes()).isZero();
  }

  @Test
  void manyThreadsNeverExceedTheLimitAndLeaveNothingBehind() throws Exception {
    InFlightLimit limit = new InFlightLimit(3, 1000, retryAfter);
    CountDownLatch start = new CountDownLatch(1);
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Future<Integer>> done = new ArrayList<>();
      IntStream.range(0, 8)
          .forEach(
              _ ->
                  done.add(
                      threads.submit(
                          () -> {
                            start.await();
                            int highest = 0;
                            for (int i = 0; i < 10_000; i++) {
                              if (limit.acquire() instanceof Admission.Admitted(Place place)) {
                                highest = Math.max(highest, limit.inFlight());
                                place.hold(100);
                                place.giveBack();
                              }
                            }
                            return highest;
                          })));
      start.countDown();
      for (Future<Integer> highest : done) {
        // Others may be on their way in and out again while this one looks.
        assertThat(highest.get()).isLessThanOrEqualTo(3 + 8);
      }
    }
    assertThat(limit.inFlight()).isZero();
    assertThat(limit.bodyBytes()).isZero();
  }

  @Test
  void waitsAreSpread() {
    assertThat(IntStream.range(0, 200).map(_ -> retryAfter.seconds()).distinct().toArray())
        .containsExactlyInAnyOrder(1, 2, 3, 4, 5);
  }

  private static Place admitted(InFlightLimit limit) {
    return switch (limit.acquire()) {
      case Admission.Admitted(Place place) -> place;
      case Admission.Rejected rejected -> throw new AssertionError("rejected: " + rejected);
    };
  }
}
