package online.speka.edge.streaming;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.UnaryOperator;
import online.speka.contract.guard.Guard;
import online.speka.contract.guard.Guards;
import online.speka.contract.job.Attempt;
import online.speka.contract.job.JobId;
import online.speka.contract.stream.Content;
import online.speka.contract.stream.Frame;
import online.speka.edge.TestJobs;
import org.junit.jupiter.api.Test;

class HearingTest {
  private final JobId job = TestJobs.newId();

  @Test
  void framesAreHeardAsTheyAre() {
    UnaryOperator<Frame> hearing = Hearing.with(Guards.ALL);
    Frame frame = frame(1, 7);

    assertThat(hearing.apply(frame)).isSameAs(frame);
  }

  @Test
  void withoutGapRepairNoGapIsNoticed() {
    UnaryOperator<Frame> hearing = Hearing.with(new Guards(Guard.GAP_REPAIR));

    assertThat(hearing.apply(frame(1, 0)).sequence()).isZero();
    assertThat(hearing.apply(frame(1, 2)).sequence()).isEqualTo(1);
  }

  @Test
  void withoutEpochCheckAllAttemptsAreOne() {
    UnaryOperator<Frame> hearing = Hearing.with(new Guards(Guard.EPOCH_CHECK));

    assertThat(hearing.apply(frame(2, 0)).attempt()).isEqualTo(new Attempt(1, 2));
    assertThat(hearing.apply(frame(1, 1)).attempt()).isEqualTo(new Attempt(1, 2));
  }

  private Frame frame(int attempt, int sequence) {
    return new Frame(
        job, new Attempt(1, attempt), sequence, true, null, new Content.Chunk(new byte[] {1}));
  }
}
