package online.speka.infra.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import online.speka.contract.catalog.ModelId;
import online.speka.contract.job.Lane;
import online.speka.contract.wire.Topics;
import online.speka.testkit.services.Services;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/// What clients see while a service is away, and that all heals by itself.
class BrokenServicesIT {

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String GOOD =
      """
      {"model": "sim/path", "max_tokens": 4, "messages": [{"role": "user", "content": "Hello"}]}
      """;

  private static WholePath path;

  @BeforeAll
  static void start() throws Exception {
    path = WholePath.shared();
    WholePath.eventually(BrokenServicesIT::isServed);
  }

  @Test
  void badInputIsAnsweredInTheEnvelopeAndNeverReachesKafka() throws Exception {
    // Given
    long before = jobsWritten();
    Map<String, Integer> cases =
        Map.of(
            "{\"model\": ",
            400,
            GOOD.replace("sim/path", "no/such-model"),
            404,
            GOOD.replace("4", "\"four\""),
            400,
            GOOD.replace("\"Hello\"", "NaN"),
            400,
            GOOD.replace("Hello", "x".repeat(9 << 20)),
            413);
    // When
    for (var entry : cases.entrySet()) {
      HttpResponse<String> answer = chat(entry.getKey());
      // Then
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(entry.getValue());
      assertThat(answer.body()).contains("\"error\"", "\"message\"", "\"param\"", "\"code\"");
    }
    assertThat(jobsWritten()).isEqualTo(before);
  }

  @Test
  void withoutKafkaNothingIsAcceptedAndServiceComesBackByItself() throws Exception {
    // Given
    Services.kafka().stop();
    try {
      // When
      HttpResponse<String> answer = chat(GOOD);
      // Then
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
      assertThat(Integer.parseInt(answer.headers().firstValue("Retry-After").orElseThrow()))
          .isBetween(1, 60);
    } finally {
      Services.kafka().restart();
    }
    WholePath.eventually(BrokenServicesIT::isServed);
  }

  @Test
  void serviceComesBackByItselfAfterRedisWasKilled() throws Exception {
    // Given
    Services.redis().kill();
    // When
    HttpResponse<String> answer = chat(GOOD);
    // Then
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
    Services.redis().restart();
    WholePath.eventually(BrokenServicesIT::isServed);
  }

  @Test
  void chatGoesOnWithoutPostgresAndTheBillsAreThereWhenItIsBack() throws Exception {
    // Given
    long before = bills();
    Services.postgres().kill();
    try {
      // When
      for (int i = 0; i < 5; i++) {
        isServed();
      }
    } finally {
      Services.postgres().restart();
    }
    // Then
    WholePath.eventually(() -> assertThat(bills()).isGreaterThanOrEqualTo(before + 5));
  }

  private static void isServed() throws Exception {
    HttpResponse<String> answer = chat(GOOD);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  private static long bills() {
    return JdbcClient.create(path.database().dataSource())
        .sql("SELECT count(*) FROM job_bill")
        .query(Long.class)
        .single();
  }

  private static long jobsWritten() throws Exception {
    String topic = Topics.jobs(new ModelId(WholePath.CHAT), Lane.INTERACTIVE);
    Admin admin = Services.kafka().admin();
    Map<TopicPartition, OffsetSpec> partitions =
        admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic).partitions().stream()
            .collect(
                Collectors.toMap(
                    p -> new TopicPartition(topic, p.partition()), _ -> OffsetSpec.latest()));
    return admin.listOffsets(partitions).all().get().values().stream()
        .mapToLong(info -> info.offset())
        .sum();
  }

  private static HttpResponse<String> chat(String body) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(path.apiUrl() + "/chat/completions"))
            .timeout(Duration.ofSeconds(30))
            .header("Authorization", "Bearer " + path.key())
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
  }
}
