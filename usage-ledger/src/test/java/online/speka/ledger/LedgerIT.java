package online.speka.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static online.speka.testkit.services.Service.KAFKA;
import static online.speka.testkit.services.Service.POSTGRES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import online.speka.contract.job.JobId;
import online.speka.contract.outcome.JobEvent;
import online.speka.contract.usage.Usage;
import online.speka.contract.wire.JobEventCodec;
import online.speka.contract.wire.Topics;
import online.speka.testkit.services.KafkaFixture;
import online.speka.testkit.services.PostgresDatabase;
import online.speka.testkit.services.WithServices;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

@WithServices({KAFKA, POSTGRES})
class LedgerIT {

  @Test
  void anOutcomeBecomesABill(
      KafkaFixture kafka, PostgresDatabase database, @TempDir Path directory) {
    JobId job = Facts.jobId(ThreadLocalRandom.current());
    try (RunningLedger ledger =
            RunningLedger.start(
                database,
                kafka.bootstrapServers(),
                TestCatalog.write(directory, 1_000_000, 500_000, 4_000_000),
                "--speka.ledger.bootstrap.key="
                    + online.speka.contract.principal.ApiKey.mint(new java.security.SecureRandom())
                        .reveal());
        KafkaProducer<byte[], byte[]> producer = kafka.newProducer()) {
      producer.send(record(Facts.completed(job, Usage.of(10, 100))));
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> ledger.get("/api/bills/" + job).statusCode() == 200);
      JsonNode bill = ledger.json("/api/bills/" + job);
      System.out.println(bill.toPrettyString());
      System.out.println(
          ledger.json("/api/usage?from=2026-01-01T00:00:00Z&to=2026-12-01T00:00:00Z"));
      System.out.println(ledger.json("/api/balance"));
      System.out.println(ledger.getWithoutPassword("/actuator/health").body());
      System.out.println(ledger.getWithoutPassword("/actuator/health/readiness").body());
      System.out.println(
          ledger
              .get("/actuator/prometheus")
              .body()
              .lines()
              .filter(l -> l.contains("speka"))
              .toList());
      System.out.println(ledger.get("/").body());
      assertThat(bill.get("amount_micro_credits").asLong()).isEqualTo(410);
    }
  }

  private static ProducerRecord<byte[], byte[]> record(JobEvent event) {
    return new ProducerRecord<>(
        Topics.OUTCOMES, event.job().model().value().getBytes(UTF_8), JobEventCodec.encode(event));
  }
}
