package online.speka.edge.submission;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sees to it that every topic this edge uses exists, and that the producer knows where it is: a
/// producer that has to ask first would refuse the request. Asks again and again, because a
/// producer forgets topics that are not used.
final class KafkaTopicWatch implements Runnable, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaTopicWatch.class);

  private final KafkaTopics topics;
  private final Producer<byte[], byte[]> producer;
  private final Duration retryDelay;
  private final Duration refreshInterval;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile boolean known;

  KafkaTopicWatch(
      KafkaTopics topics, Producer<byte[], byte[]> producer, SubmissionProperties properties) {
    this.topics = topics;
    this.producer = producer;
    this.retryDelay = properties.retryDelay();
    this.refreshInterval = properties.refreshInterval();
  }

  boolean areKnown() {
    return known;
  }

  @Override
  public void run() {
    boolean ensured = false;
    while (stopped.getCount() > 0) {
      try {
        if (!ensured) {
          topics.ensure();
          ensured = true;
        }
        List<String> unknown = topics.jobs().stream().filter(topic -> !isKnown(topic)).toList();
        if (unknown.isEmpty() && !known) {
          known = true;
          LOG.atInfo()
              .setMessage("topics are known, jobs can be submitted")
              .addKeyValue("topics", topics.jobs().size())
              .log();
        }
        pause(unknown.isEmpty() ? refreshInterval : retryDelay);
      } catch (ExecutionException | KafkaException e) {
        LOG.atWarn()
            .setMessage("topics cannot be ensured, no request is accepted until they are")
            .addKeyValue("retryDelay", retryDelay)
            .addKeyValue("reason", e.getMessage())
            .log();
        pause(retryDelay);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        stopped.countDown();
      }
    }
  }

  /// Asking makes the producer fetch what it does not know, in the background.
  private boolean isKnown(String topic) {
    try {
      return !producer.partitionsFor(topic).isEmpty();
    } catch (TimeoutException _) {
      return false;
    }
  }

  private void pause(Duration delay) {
    try {
      boolean _ = stopped.await(delay.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      stopped.countDown();
    }
  }

  @Override
  public void close() {
    stopped.countDown();
  }
}
