package online.speka.infra.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.errors.NotFoundException;
import com.openai.helpers.ResponseAccumulator;
import com.openai.models.responses.FunctionTool;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseFunctionToolCall;
import com.openai.models.responses.ResponseStatus;
import com.openai.models.responses.ResponseStreamEvent;
import com.openai.models.responses.ToolChoiceOptions;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The Responses API with the official Java SDK against the whole stack.
class OpenAiJavaResponsesIT {

  private static final long LONG = 1000;

  private static OpenAIClient client;

  @BeforeAll
  static void start() throws Exception {
    WholePath path = WholePath.shared();
    client =
        OpenAIOkHttpClient.builder()
            .baseUrl(path.apiUrl())
            .apiKey(path.key())
            .maxRetries(0)
            .build();
    WholePath.eventually(() -> assertThat(text(create(request("Hello")))).isNotBlank());
  }

  @Test
  void aResponseIsValidAndCanBeRetrievedUntilItIsDeleted() {
    // Given
    Response answer = create(request("What is a token?"));
    // Then
    assertThat(answer.status()).contains(ResponseStatus.COMPLETED);
    WholePath.eventually(
        () ->
            assertThat(text(client.responses().retrieve(answer.id()).validate()))
                .isEqualTo(text(answer)));
    client.responses().delete(answer.id());
    assertThatThrownBy(() -> client.responses().retrieve(answer.id()))
        .isInstanceOf(NotFoundException.class);
  }

  @Test
  void aStreamedResponseSaysWhatTheWholeOneSays() {
    // Given
    String whole = text(create(request("What is a token?")));
    ResponseAccumulator accumulator = ResponseAccumulator.create();
    StringBuilder deltas = new StringBuilder();
    // When
    try (StreamResponse<ResponseStreamEvent> stream =
        client.responses().createStreaming(request("What is a token?").build())) {
      stream.stream()
          .map(ResponseStreamEvent::validate)
          .map(accumulator::accumulate)
          .forEach(
              event -> event.outputTextDelta().ifPresent(delta -> deltas.append(delta.delta())));
    }
    // Then
    assertThat(text(accumulator.response())).isEqualTo(whole);
    assertThat(deltas).hasToString(whole);
  }

  @Test
  void functionsAreCalledWithArgumentsOfTheirSchema() {
    // When
    Response answer =
        create(request("Weather?").addTool(weather()).toolChoice(ToolChoiceOptions.REQUIRED));
    List<ResponseFunctionToolCall> calls =
        answer.output().stream().flatMap(item -> item.functionCall().stream()).toList();
    // Then
    assertThat(calls)
        .isNotEmpty()
        .allSatisfy(
            call -> {
              assertThat(call.name()).isEqualTo("weather");
              assertThat(call.arguments()).contains("\"city\"");
            });
  }

  @Test
  void aResponseInTheBackgroundIsPolledOrCancelled() {
    // When
    Response polled = create(request("Hello").background(true));
    Response cancelled = create(request("Hello").background(true).maxOutputTokens(LONG));
    // Then
    assertThat(client.responses().cancel(cancelled.id()).validate().status())
        .contains(ResponseStatus.CANCELLED);
    WholePath.eventually(
        () ->
            assertThat(client.responses().retrieve(polled.id()).validate().status())
                .contains(ResponseStatus.COMPLETED));
  }

  private static FunctionTool weather() {
    return FunctionTool.builder()
        .name("weather")
        .strict(false)
        .parameters(
            FunctionTool.Parameters.builder()
                .putAdditionalProperty("type", JsonValue.from("object"))
                .putAdditionalProperty(
                    "properties", JsonValue.from(Map.of("city", Map.of("type", "string"))))
                .putAdditionalProperty("required", JsonValue.from(List.of("city")))
                .build())
        .build();
  }

  private static ResponseCreateParams.Builder request(String input) {
    return ResponseCreateParams.builder().model(WholePath.CHAT).input(input);
  }

  private static Response create(ResponseCreateParams.Builder request) {
    return client.responses().create(request.build()).validate();
  }

  private static String text(Response answer) {
    return answer.output().stream()
        .flatMap(item -> item.message().stream())
        .flatMap(message -> message.content().stream())
        .flatMap(content -> content.outputText().stream())
        .map(part -> part.text())
        .collect(Collectors.joining());
  }
}
