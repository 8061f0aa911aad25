package online.speka.edge.submission;

import java.util.List;
import online.speka.contract.job.Job;
import online.speka.contract.wire.JobHeaders;
import online.speka.contract.wire.Topics;
import online.speka.edge.submission.SubmissionObserver.Answer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/// Writes jobs to their topics, acknowledged by all replicas in sync.
///
/// Runs on the client's event loop, so it must never wait: the producer is configured with
/// `max.block.ms=0` and fails at once where it would block (unknown topic, full buffer).
/// [KafkaTopicWatch] keeps the topics known; the limit on body bytes in flight keeps the buffer
/// from filling up.
final class KafkaJobSubmitter implements JobSubmitter {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaJobSubmitter.class);

  private final Producer<byte[], byte[]> producer;
  private final KafkaTopicWatch topics;
  private final SubmissionMetrics metrics;
  private final SubmissionObserver observer;

  KafkaJobSubmitter(
      Producer<byte[], byte[]> producer,
      KafkaTopicWatch topics,
      SubmissionMetrics metrics,
      SubmissionObserver observer) {
    this.producer = producer;
    this.topics = topics;
    this.metrics = metrics;
    this.observer = observer;
  }

  @Override
  public Mono<Void> submit(Job job, byte[] body) {
    return Mono.create(
        sink -> {
          Waiting client = new Waiting(sink);
          sink.onCancel(() -> client.gone = true);
          send(job, body, client);
        });
  }

  @Override
  public boolean isUp() {
    return topics.areKnown();
  }

  /// Who waits for the acknowledgement, until he does not any more: because the answer has begun
  /// already, or because he left.
  private static final class Waiting {
    private final MonoSink<Void> sink;
    private volatile boolean gone;

    Waiting(MonoSink<Void> sink) {
      this.sink = sink;
    }

    void acknowledged() {
      sink.success();
    }

    void refused(JobNotAcceptedException failure) {
      if (!gone) {
        sink.error(failure);
      }
    }
  }

  private void send(Job job, byte[] body, Waiting client) {
    metrics.submitted();
    observer.sending(job);
    // What fails on this thread has never left it; the answers come on the producer's own.
    Thread here = Thread.currentThread();
    try {
      var _ =
          producer.send(
              record(job, body),
              (_, failure) -> {
                if (failure == null) {
                  acknowledged(job, client);
                } else {
                  refused(job, client, failure, here.equals(Thread.currentThread()));
                }
              });
    } catch (KafkaException e) {
      refused(job, client, e, true);
    }
  }

  private void acknowledged(Job job, Waiting client) {
    observer.answered(job, Answer.DURABLE);
    metrics.acknowledged();
    client.acknowledged();
  }

  /// @param unsent whether the record never left this process
  private void refused(Job job, Waiting client, Exception failure, boolean unsent) {
    boolean isSure = unsent || failure instanceof RecordTooLargeException;
    observer.answered(job, isSure ? Answer.REFUSED : Answer.NOTHING);
    metrics.refused(failure.getClass().getSimpleName());
    LOG.atWarn()
        .setMessage("job not acknowledged, its client is told to try again")
        .addKeyValue("jobId", job.id())
        .addKeyValue("model", job.model())
        .addKeyValue("reason", failure.getMessage())
        .log();
    client.refused(new JobNotAcceptedException("the broker did not acknowledge the job", failure));
  }

  private static ProducerRecord<byte[], byte[]> record(Job job, byte[] body) {
    List<Header> headers =
        JobHeaders.encode(job).stream()
            .<Header>map(header -> new RecordHeader(header.name(), header.value()))
            .toList();
    return new ProducerRecord<>(
        Topics.jobs(job.model(), job.target().lane()), null, null, null, body, headers);
  }
}
