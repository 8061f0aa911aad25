package online.speka.ledger.intake;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.core.KafkaOperations;

/// The dead letters topic: the record as it was, and headers that say whence and why.
final class KafkaDeadLetters implements DeadLetters {

  static final String REASON_HEADER = "speka-reason";
  static final String SOURCE_HEADER = "speka-source";
  static final String SERVICE_HEADER = "speka-service";

  private static final byte[] SERVICE = ascii("ledger");

  private final KafkaOperations<byte[], byte[]> kafka;
  private final String topic;
  private final Duration sendMax;

  KafkaDeadLetters(KafkaOperations<byte[], byte[]> kafka, String topic, Duration sendMax) {
    this.kafka = kafka;
    this.topic = topic;
    this.sendMax = sendMax;
  }

  @Override
  public void send(List<DeadLetter> letters) {
    List<CompletableFuture<?>> sent = new ArrayList<>(letters.size());
    for (DeadLetter letter : letters) {
      sent.add(send(letter, letter.delivery().key(), letter.delivery().value()));
    }
    for (int i = 0; i < sent.size(); i++) {
      try {
        await(sent.get(i));
      } catch (RecordTooLargeException e) {
        // Headers alone always fit; a letter that cannot be sent would stop all that follow.
        await(send(letters.get(i), null, null));
      }
    }
  }

  private CompletableFuture<?> send(
      DeadLetter letter, byte @Nullable [] key, byte @Nullable [] value) {
    ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, key, value);
    record.headers().add(REASON_HEADER, ascii(letter.reason()));
    record.headers().add(SOURCE_HEADER, ascii(letter.delivery().position()));
    record.headers().add(SERVICE_HEADER, SERVICE);
    try {
      return kafka.send(record);
    } catch (KafkaException | org.springframework.kafka.KafkaException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private void await(CompletableFuture<?> sent) {
    try {
      var _ = sent.get(sendMax.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException | TimeoutException e) {
      for (Throwable t = e; t != null; t = t.getCause()) {
        if (t instanceof RecordTooLargeException tooLarge) {
          throw tooLarge;
        }
      }
      throw new SourceUnavailableException("writing " + topic, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SourceUnavailableException("writing " + topic + " was interrupted", e);
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
