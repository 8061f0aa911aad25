package online.speka.infra.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.errors.SseException;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionMessageToolCall;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.chat.completions.ChatCompletionToolChoiceOption;
import com.openai.models.completions.Completion;
import com.openai.models.completions.CompletionCreateParams;
import com.openai.models.images.Image;
import com.openai.models.images.ImageGenerateParams;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Streams, tools, schemas, completions and images with the official Java SDK; `validate()` is the
/// SDK's own strict check, and its accumulator puts a stream together as users have it done.
class OpenAiJavaEndpointsIT {

  /// What a structured answer is made of.
  record Person(String name, int age, List<String> tags) {}

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
    WholePath.eventually(() -> assertThat(create(chat("Hello")).choices()).isNotEmpty());
  }

  @Test
  void aStreamWithUsageIsTheAnswerAndEachChunkIsValid() {
    // Given
    String whole = create(chat("What is a token?")).choices().getFirst().message().content().get();
    // When
    ChatCompletion streamed =
        stream(
            chat("What is a token?")
                .streamOptions(ChatCompletionStreamOptions.builder().includeUsage(true).build()));
    // Then
    assertThat(streamed.choices().getFirst().message().content()).contains(whole);
    assertThat(streamed.usage().orElseThrow().completionTokens()).isPositive();
  }

  @Test
  void streamedToolCallsAreTheUnstreamedOnes() {
    // Given
    List<String> whole = calls(create(withTools(chat("Weather?"))));
    // When
    ChatCompletion streamed = stream(withTools(chat("Weather?")));
    // Then
    assertThat(calls(streamed)).isNotEmpty().isEqualTo(whole);
    assertThat(streamed.choices().getFirst().finishReason())
        .isEqualTo(ChatCompletion.Choice.FinishReason.TOOL_CALLS);
  }

  @Test
  void aStructuredAnswerIsAnObjectOfItsClass() {
    // When
    var answer =
        client
            .chat()
            .completions()
            .create(
                ChatCompletionCreateParams.builder()
                    .model(WholePath.CHAT)
                    .addUserMessage("Somebody, please.")
                    .responseFormat(Person.class)
                    .build());
    Person person = answer.choices().getFirst().message().content().orElseThrow();
    // Then
    assertThat(person.name()).isNotNull();
    assertThat(person.tags()).isNotNull();
  }

  @Test
  void aFailureInMidStreamIsAnSseExceptionAfterTheText() {
    // Given
    List<ChatCompletionChunk> received = new ArrayList<>();
    ChatCompletionCreateParams request =
        ChatCompletionCreateParams.builder()
            .model(WholePath.BREAKING)
            .addUserMessage("Hello")
            .build();
    // Then
    assertThatThrownBy(
            () -> {
              try (StreamResponse<ChatCompletionChunk> stream =
                  client.chat().completions().createStreaming(request)) {
                stream.stream().forEach(received::add);
              }
            })
        .isInstanceOfSatisfying(
            SseException.class,
            e -> {
              assertThat(e.type()).contains("server_error");
              assertThat(e.code()).isPresent();
            });
    assertThat(received).isNotEmpty();
  }

  @Test
  void aStreamedCompletionIsTheUnstreamedOne() {
    // Given
    CompletionCreateParams request =
        CompletionCreateParams.builder()
            .model(WholePath.CHAT)
            .prompt("Once upon")
            .maxTokens(20)
            .build();
    // When
    Completion whole = client.completions().create(request).validate();
    StringBuilder streamed = new StringBuilder();
    try (StreamResponse<Completion> stream = client.completions().createStreaming(request)) {
      stream.stream()
          .flatMap(chunk -> chunk.choices().stream())
          .forEach(choice -> streamed.append(choice.text()));
    }
    // Then
    assertThat(whole.choices()).hasSize(1);
    assertThat(streamed).hasToString(whole.choices().getFirst().text());
  }

  @Test
  void imagesAreDecodableAndOfTheirSize() throws Exception {
    // When
    List<Image> images =
        client
            .images()
            .generate(
                ImageGenerateParams.builder()
                    .model(WholePath.PAINTER)
                    .prompt("a lighthouse")
                    .size("512x512")
                    .n(2)
                    .build())
            .validate()
            .data()
            .orElseThrow();
    // Then
    assertThat(images).hasSize(2);
    for (Image image : images) {
      byte[] png = Base64.getDecoder().decode(image.b64Json().orElseThrow());
      BufferedImage picture = ImageIO.read(new ByteArrayInputStream(png));
      assertThat(picture.getWidth()).isEqualTo(512);
      assertThat(picture.getHeight()).isEqualTo(512);
    }
  }

  private static ChatCompletionCreateParams.Builder chat(String prompt) {
    return ChatCompletionCreateParams.builder().model(WholePath.CHAT).addUserMessage(prompt);
  }

  private static ChatCompletionCreateParams.Builder withTools(
      ChatCompletionCreateParams.Builder request) {
    return request
        .addFunctionTool(function("weather"))
        .addFunctionTool(function("news"))
        .toolChoice(ChatCompletionToolChoiceOption.Auto.REQUIRED);
  }

  private static FunctionDefinition function(String name) {
    return FunctionDefinition.builder()
        .name(name)
        .parameters(
            FunctionParameters.builder()
                .putAdditionalProperty("type", JsonValue.from("object"))
                .putAdditionalProperty(
                    "properties", JsonValue.from(Map.of("city", Map.of("type", "string"))))
                .putAdditionalProperty("required", JsonValue.from(List.of("city")))
                .build())
        .build();
  }

  private static ChatCompletion create(ChatCompletionCreateParams.Builder request) {
    return client.chat().completions().create(request.build()).validate();
  }

  private static ChatCompletion stream(ChatCompletionCreateParams.Builder request) {
    ChatCompletionAccumulator accumulator = ChatCompletionAccumulator.create();
    try (StreamResponse<ChatCompletionChunk> stream =
        client.chat().completions().createStreaming(request.build())) {
      stream.stream().map(ChatCompletionChunk::validate).forEach(accumulator::accumulate);
    }
    return accumulator.chatCompletion().validate();
  }

  /// Names and arguments; ids are each answer's own.
  private static List<String> calls(ChatCompletion answer) {
    return answer.choices().getFirst().message().toolCalls().orElseThrow().stream()
        .map(ChatCompletionMessageToolCall::asFunction)
        .map(call -> call.function().name() + call.function().arguments())
        .toList();
  }
}
