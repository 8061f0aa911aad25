package online.speka.infra.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.completions.CompletionUsage;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The test to step through: one request from the SDK to the bill, through every part.
class RequestPathIT {

  private static final Pattern CHAT_ID =
      Pattern.compile("chatcmpl-(.{8})(.{4})(.{4})(.{4})(.{12})");

  private static WholePath path;
  private static OpenAIClient client;

  @BeforeAll
  static void start() throws Exception {
    path = WholePath.shared();
    client =
        OpenAIOkHttpClient.builder()
            .baseUrl(path.apiUrl())
            .apiKey(path.key())
            .maxRetries(0)
            .build();
    WholePath.eventually(() -> assertThat(stream(WholePath.CHAT, "Hello")).isNotEmpty());
    WholePath.eventually(() -> assertThat(stream(WholePath.UPSTREAM, "Hello")).isNotEmpty());
  }

  @Test
  void aStreamedRequestEndsAsOneBillOfUsageTimesPrice() {
    // When
    List<ChatCompletionChunk> chunks = stream(WholePath.CHAT, "Tell me about queues.");
    // Then the client has the whole answer and its usage
    CompletionUsage usage = chunks.getLast().usage().orElseThrow();
    assertThat(chunks.getLast().choices()).isEmpty();
    assertThat(text(chunks)).isNotBlank();
    assertThat(usage.totalTokens()).isEqualTo(usage.promptTokens() + usage.completionTokens());
    // Then the ledger has one bill for exactly that
    UUID job = jobId(chunks.getFirst().id());
    JdbcClient jdbc = JdbcClient.create(path.database().dataSource());
    long amount =
        (usage.promptTokens() * WholePath.PROMPT_PRICE
                + usage.completionTokens() * WholePath.COMPLETION_PRICE)
            / 1_000_000;
    WholePath.eventually(
        () ->
            assertThat(
                    jdbc.sql("SELECT amount FROM job_bill WHERE job_id = ?")
                        .param(job)
                        .query(Long.class)
                        .list())
                .containsExactly(amount));
    assertThat(jdbc.sql("SELECT sum(amount) FROM posting").query(Long.class).single()).isZero();
  }

  @Test
  void oneTraceTiesEdgeDispatcherWorkerAndUpstreamTogether() {
    // When
    List<ChatCompletionChunk> chunks = stream(WholePath.UPSTREAM, "Trace me.");
    // Then the upstream server's bytes came through
    assertThat(text(chunks)).isEqualTo(TracedUpstream.TEXT);
    // Then all parts sent spans of the trace that the upstream server was told
    String traceparent = path.upstream().traceparents().getLast();
    assertThat(traceparent).isNotNull().matches("00-[0-9a-f]{32}-[0-9a-f]{16}-0[01]");
    String traceId = traceparent.substring(3, 35);
    WholePath.eventually(
        () -> {
          for (String service : List.of("speka-edge", "speka-dispatcher", "speka-worker")) {
            assertThat(path.spans().hasSpanOf(service, traceId)).as(service).isTrue();
          }
        });
  }

  private static List<ChatCompletionChunk> stream(String model, String prompt) {
    ChatCompletionCreateParams request =
        ChatCompletionCreateParams.builder()
            .model(model)
            .addUserMessage(prompt)
            .streamOptions(ChatCompletionStreamOptions.builder().includeUsage(true).build())
            .build();
    try (StreamResponse<ChatCompletionChunk> response =
        client.chat().completions().createStreaming(request)) {
      return response.stream().map(ChatCompletionChunk::validate).toList();
    }
  }

  private static String text(List<ChatCompletionChunk> chunks) {
    return chunks.stream()
        .flatMap(chunk -> chunk.choices().stream())
        .map(choice -> choice.delta().content().orElse(""))
        .collect(Collectors.joining());
  }

  private static UUID jobId(String chatId) {
    Matcher parts = CHAT_ID.matcher(chatId);
    assertThat(parts.matches()).as(chatId).isTrue();
    return UUID.fromString(
        String.join(
            "-", parts.group(1), parts.group(2), parts.group(3), parts.group(4), parts.group(5)));
  }
}
