package online.speka.infra.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.errors.BadRequestException;
import com.openai.errors.NotFoundException;
import com.openai.errors.UnauthorizedException;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.embeddings.CreateEmbeddingResponse;
import com.openai.models.embeddings.EmbeddingCreateParams;
import com.openai.models.models.Model;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The official Java SDK against the whole stack; `validate()` is the SDK's own strict check.
class OpenAiJavaIT {

  private static WholePath path;
  private static OpenAIClient client;

  @BeforeAll
  static void start() throws Exception {
    path = WholePath.shared();
    client = client(path.key());
    WholePath.eventually(() -> assertThat(chat("Hello").choices()).isNotEmpty());
  }

  @Test
  void aChatCompletionIsValid() {
    // When
    ChatCompletion answer = chat("What is a token?").validate();
    // Then
    assertThat(answer.choices()).hasSize(1);
    assertThat(answer.choices().getFirst().message().content().orElseThrow()).isNotBlank();
    assertThat(answer.usage().orElseThrow().completionTokens()).isPositive();
    assertThat(answer.model()).isEqualTo(WholePath.CHAT);
  }

  @Test
  void embeddingsComeInTheOrderOfTheirInputs() {
    // When
    CreateEmbeddingResponse both = embed(List.of("alpha", "beta")).validate();
    CreateEmbeddingResponse second = embed(List.of("beta")).validate();
    // Then
    assertThat(both.data()).hasSize(2);
    assertThat(both.data().get(1).index()).isEqualTo(1);
    assertThat(both.data().get(1).embedding()).isEqualTo(second.data().getFirst().embedding());
    assertThat(both.data().get(0).embedding()).isNotEqualTo(both.data().get(1).embedding());
  }

  @Test
  void modelsWithSlashesAreListedAndFound() {
    // When
    List<String> ids = client.models().list().autoPager().stream().map(Model::id).toList();
    // Then
    assertThat(ids).contains(WholePath.CHAT, WholePath.EMBEDDER, WholePath.UPSTREAM);
    assertThat(client.models().retrieve(WholePath.CHAT).validate().id()).isEqualTo(WholePath.CHAT);
  }

  @Test
  void mistakesHaveTheirExceptionAndNameTheField() {
    // Then
    assertThatThrownBy(() -> client("sk-speka-live-nonsense").models().list())
        .isInstanceOf(UnauthorizedException.class);
    assertThatThrownBy(
            () -> client.chat().completions().create(request("no/such-model", "Hello").build()))
        .isInstanceOfSatisfying(
            NotFoundException.class, e -> assertThat(e.param()).contains("model"));
    assertThatThrownBy(
            () ->
                client
                    .chat()
                    .completions()
                    .create(request(WholePath.CHAT, "Hello").temperature(3.5).build()))
        .isInstanceOfSatisfying(
            BadRequestException.class,
            e -> {
              assertThat(e.param()).contains("temperature");
              assertThat(e.code()).isPresent();
            });
  }

  private static OpenAIClient client(String key) {
    return OpenAIOkHttpClient.builder().baseUrl(path.apiUrl()).apiKey(key).maxRetries(0).build();
  }

  private static ChatCompletion chat(String prompt) {
    return client.chat().completions().create(request(WholePath.CHAT, prompt).build());
  }

  private static ChatCompletionCreateParams.Builder request(String model, String prompt) {
    return ChatCompletionCreateParams.builder().model(model).addUserMessage(prompt);
  }

  private static CreateEmbeddingResponse embed(List<String> texts) {
    return client
        .embeddings()
        .create(
            EmbeddingCreateParams.builder()
                .model(WholePath.EMBEDDER)
                .inputOfArrayOfStrings(texts)
                .build());
  }
}
