package online.speka.edge.submission;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import online.speka.contract.job.Job;
import online.speka.edge.TestJobs;
import online.speka.edge.submission.SubmissionObserver.Answer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;
import reactor.core.Disposable;
import reactor.test.StepVerifier;

class KafkaJobSubmitterTest {
  private static final Duration SOON = Duration.ofSeconds(5);

  private final MockProducer<byte[], byte[]> producer =
      new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
  private final List<Answer> answers = Collections.synchronizedList(new ArrayList<>());
  private final Job job = TestJobs.job(true);
  private int sending;

  private final KafkaJobSubmitter submitter =
      new KafkaJobSubmitter(
          producer,
          new KafkaTopicWatch(null, producer, properties()),
          new NoMetrics(),
          new SubmissionObserver() {
            @Override
            public void sending(Job one) {
              sending++;
            }

            @Override
            public void answered(Job one, Answer answer) {
              answers.add(answer);
            }
          });

  @Test
  void anAcknowledgedJobIsDurable() {
    StepVerifier.create(submitter.submit(job, new byte[1]))
        .then(() -> elsewhere(() -> producer.completeNext()))
        .expectComplete()
        .verify(SOON);

    assertThat(answers).containsExactly(Answer.DURABLE);
    assertThat(sending).isEqualTo(1);
  }

  @Test
  void aRecordThatNeverLeftIsSurelyNotThere() {
    producer.sendException = new TimeoutException("no metadata");

    StepVerifier.create(submitter.submit(job, new byte[1]))
        .expectError(JobNotAcceptedException.class)
        .verify(SOON);

    assertThat(answers).containsExactly(Answer.REFUSED);
  }

  @Test
  void anAnswerThatDidNotComeInTimeSaysNothing() {
    StepVerifier.create(submitter.submit(job, new byte[1]))
        .then(() -> elsewhere(() -> producer.errorNext(new TimeoutException("too late"))))
        .expectError(JobNotAcceptedException.class)
        .verify(SOON);

    assertThat(answers).containsExactly(Answer.NOTHING);
  }

  @Test
  void aBrokerThatFindsItTooLargeHasItNot() {
    StepVerifier.create(submitter.submit(job, new byte[1]))
        .then(() -> elsewhere(() -> producer.errorNext(new RecordTooLargeException())))
        .expectError(JobNotAcceptedException.class)
        .verify(SOON);

    assertThat(answers).containsExactly(Answer.REFUSED);
  }

  @Test
  void theAnswerIsHeardThoughNobodyWaitsForIt() {
    // Given
    Disposable client = submitter.submit(job, new byte[1]).subscribe();

    // When
    client.dispose();
    elsewhere(() -> producer.completeNext());

    // Then
    assertThat(answers).containsExactly(Answer.DURABLE);
  }

  /** As the producer does: on a thread of its own. */
  private static void elsewhere(Runnable answer) {
    try {
      Thread.ofPlatform().start(answer).join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static SubmissionProperties properties() {
    return new SubmissionProperties(
        SOON, SOON, DataSize.ofMegabytes(9), DataSize.ofMegabytes(128), SOON, SOON);
  }

  private static final class NoMetrics implements SubmissionMetrics {
    @Override
    public void submitted() {}

    @Override
    public void acknowledged() {}

    @Override
    public void refused(String cause) {}
  }
}
