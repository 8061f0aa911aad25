package online.speka.edge.validation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Set;
import online.speka.contract.catalog.JobKind;
import online.speka.contract.catalog.ModelId;
import online.speka.contract.error.ApiError;
import online.speka.contract.error.ErrorReason;
import online.speka.contract.principal.Principal;
import online.speka.edge.TestCatalog;
import online.speka.testkit.principals.PrincipalBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestReaderTest {
  private static final Principal ANYBODY = principal(Set.of());

  private final RequestReader reader = new RequestReader(TestCatalog.catalog());

  @Test
  void aPlainChatIsRead() {
    byte[] body = chat("\"stream\":true,\"max_tokens\":50,\"n\":2");

    InferenceRequest request = reader.read(JobKind.CHAT_COMPLETIONS, body, ANYBODY);

    assertThat(request.model().id().value()).isEqualTo(TestCatalog.CHAT);
    assertThat(request.streaming()).isTrue();
    assertThat(request.outputTokensMax()).isEqualTo(100);
    assertThat(
            new String(
                body, request.promptStart(), request.promptEnd() - request.promptStart(), UTF_8))
        .isEqualTo("[{\"role\":\"user\",\"content\":\"Hi\"}]");
  }

  @Test
  void theNewerNameOfTheLimitWinsAndTheModelsLimitHolds() {
    assertThat(chatRequest("\"max_tokens\":50,\"max_completion_tokens\":70").outputTokensMax())
        .isEqualTo(70);
    assertThat(chatRequest("\"max_tokens\":1000000").outputTokensMax()).isEqualTo(1000);
    assertThat(chatRequest("\"max_tokens\":10.0,\"n\":2.0").outputTokensMax()).isEqualTo(20);
    assertThat(chatRequest("\"max_tokens\":null").outputTokensMax()).isEqualTo(1000);
  }

  /** Each row: what is added to a valid request, or replaces a field of it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "temperature":"hot"                     | INVALID_TYPE      | temperature
          "temperature":2.1                       | INVALID_VALUE     | temperature
          "temperature":-0.1                      | INVALID_VALUE     | temperature
          "temperature":1e999                     | INVALID_VALUE     | temperature
          "temperature":true                      | INVALID_TYPE      | temperature
          "top_p":1.5                             | INVALID_VALUE     | top_p
          "top_p":[]                              | INVALID_TYPE      | top_p
          "presence_penalty":-2.5                 | INVALID_VALUE     | presence_penalty
          "frequency_penalty":3                   | INVALID_VALUE     | frequency_penalty
          "n":0                                   | INVALID_VALUE     | n
          "n":9                                   | INVALID_VALUE     | n
          "n":1.5                                 | INVALID_TYPE      | n
          "n":"1"                                 | INVALID_TYPE      | n
          "max_tokens":0                          | INVALID_VALUE     | max_tokens
          "max_tokens":-1                         | INVALID_VALUE     | max_tokens
          "max_tokens":12345678901234567890123    | INVALID_VALUE     | max_tokens
          "max_tokens":10.5                       | INVALID_TYPE      | max_tokens
          "max_tokens":1e999                      | INVALID_VALUE     | max_tokens
          "max_tokens":1e30                       | INVALID_VALUE     | max_tokens
          "max_completion_tokens":"9"             | INVALID_TYPE      | max_completion_tokens
          "stop":["a","b","c","d","e"]            | INVALID_VALUE     | stop
          "stop":[1]                              | INVALID_TYPE      | stop[0]
          "stop":5                                | INVALID_TYPE      | stop
          "stream":"true"                         | INVALID_TYPE      | stream
          "stream":1                              | INVALID_TYPE      | stream
          "stream_options":{"include_usage":true} | INVALID_VALUE     | stream_options
          "stream":true,"stream_options":{"include_usage":1} | INVALID_TYPE | stream_options.include_usage
          "logprobs":1                            | INVALID_TYPE      | logprobs
          "top_logprobs":3                        | INVALID_VALUE     | top_logprobs
          "logprobs":true,"top_logprobs":21       | INVALID_VALUE     | top_logprobs
          "logit_bias":{"a":1}                    | INVALID_VALUE     | logit_bias.a
          "logit_bias":{"1":101}                  | INVALID_VALUE     | logit_bias.1
          "logit_bias":[]                         | INVALID_TYPE      | logit_bias
          "seed":1.5                              | INVALID_TYPE      | seed
          "seed":9223372036854775808              | INVALID_VALUE     | seed
          "user":7                                | INVALID_TYPE      | user
          "metadata":{"a":1}                      | INVALID_TYPE      | metadata.a
          "tools":{}                              | INVALID_TYPE      | tools
          "tools":[{"type":"x","function":{"name":"f"}}] | INVALID_VALUE | tools[0].type
          "tools":[{"type":"function"}]           | MISSING_PARAMETER | tools[0].function
          "tools":[{"type":"function","function":{"name":"a b"}}] | INVALID_VALUE | tools[0].function.name
          "tools":[{"type":"function","function":{"name":"f","parameters":3}}] | INVALID_TYPE | tools[0].function.parameters
          "tool_choice":"auto"                    | INVALID_VALUE     | tool_choice
          "tools":[],"tool_choice":"auto"         | INVALID_VALUE     | tool_choice
          "tools":[{"type":"function","function":{"name":"f"}}],"tool_choice":"always" | INVALID_VALUE | tool_choice
          "tools":[{"type":"function","function":{"name":"f"}}],"tool_choice":{"type":"function","function":{"name":"g"}} | INVALID_VALUE | tool_choice.function.name
          "parallel_tool_calls":"no"              | INVALID_TYPE      | parallel_tool_calls
          "response_format":"json"                | INVALID_TYPE      | response_format
          "response_format":{"type":"xml"}        | INVALID_VALUE     | response_format.type
          "response_format":{"type":"json_schema"} | MISSING_PARAMETER | response_format.json_schema
          "reasoning_effort":"enormous"           | INVALID_VALUE     | reasoning_effort
          "service_tier":"gold"                   | INVALID_VALUE     | service_tier
          "functions":[{"name":"f"}]              | UNSUPPORTED_VALUE | functions
          "function_call":"auto"                  | UNSUPPORTED_VALUE | function_call
          "modalities":["audio"]                  | UNSUPPORTED_VALUE | modalities
          "modalities":"text"                     | INVALID_TYPE      | modalities
          "audio":{}                              | UNSUPPORTED_VALUE | audio
          "web_search_options":{}                 | UNSUPPORTED_VALUE | web_search_options
          """)
  void aWrongFieldIsNamed(String field, ErrorReason reason, String param) {
    ApiError error = refusal(JobKind.CHAT_COMPLETIONS, chat(field));

    assertThat(error.reason()).isEqualTo(reason);
    assertThat(error.param()).isEqualTo(param);
    assertThat(error.message()).contains("'" + param + "'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          `[]`                                              | INVALID_VALUE     | messages
          `{}`                                              | INVALID_TYPE      | messages
          `null`                                            | MISSING_PARAMETER | messages
          `"hi"`                                            | INVALID_TYPE      | messages
          `[1]`                                             | INVALID_TYPE      | messages[0]
          `[null]`                                          | INVALID_TYPE      | messages[0]
          `[{"content":"x"}]`                               | MISSING_PARAMETER | messages[0].role
          `[{"role":"robot","content":"x"}]`                | INVALID_VALUE     | messages[0].role
          `[{"role":"user"}]`                               | MISSING_PARAMETER | messages[0].content
          `[{"role":"user","content":null}]`                | MISSING_PARAMETER | messages[0].content
          `[{"role":"user","content":7}]`                   | INVALID_TYPE      | messages[0].content
          `[{"role":"user","content":{}}]`                  | INVALID_TYPE      | messages[0].content
          `[{"role":"user","content":[]}]`                  | INVALID_VALUE     | messages[0].content
          `[{"role":"user","content":["x"]}]`               | INVALID_TYPE      | messages[0].content[0]
          `[{"role":"user","content":[{"type":"text"}]}]`   | MISSING_PARAMETER | messages[0].content[0].text
          `[{"role":"user","content":[{"type":"film"}]}]`   | INVALID_VALUE     | messages[0].content[0].type
          `[{"role":"user","content":[{"type":"image_url","image_url":"x"}]}]` | INVALID_TYPE | messages[0].content[0].image_url
          `[{"role":"system","content":[{"type":"image_url","image_url":{"url":"x"}}]}]` | INVALID_VALUE | messages[0].content[0].type
          `[{"role":"user","content":"a"},{"role":"assistant"}]` | MISSING_PARAMETER | messages[1].content
          `[{"role":"assistant","tool_calls":[]}]`          | MISSING_PARAMETER | messages[0].content
          `[{"role":"assistant","tool_calls":[{"id":"1","type":"function","function":{"name":"f","arguments":{}}}]}]` | INVALID_TYPE | messages[0].tool_calls[0].function.arguments
          `[{"role":"tool","content":"x"}]`                 | MISSING_PARAMETER | messages[0].tool_call_id
          """)
  void aWrongMessageIsNamed(String messages, ErrorReason reason, String param) {
    byte[] body =
        "{\"model\":\"%s\",\"messages\":%s}".formatted(TestCatalog.CHAT, messages).getBytes(UTF_8);

    ApiError error = refusal(JobKind.CHAT_COMPLETIONS, body);

    assertThat(error.reason()).isEqualTo(reason);
    assertThat(error.param()).isEqualTo(param);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"temperature\":null,\"stop\":null,\"tools\":null,\"stream\":null",
        "\"tools\":[]",
        "\"functions\":[]",
        "\"top_k\":40,\"min_p\":\"whatever\",\"chat_template_kwargs\":{\"x\":[1]}",
        "\"stop\":\"END\"",
        "\"seed\":-9223372036854775808",
        "\"temperature\":0,\"top_p\":1,\"n\":8,\"presence_penalty\":-2",
        "\"stream\":true,\"stream_options\":{\"include_usage\":true,\"include_obfuscation\":false}",
        "\"logprobs\":true,\"top_logprobs\":0,\"logit_bias\":{\"50256\":-100}",
        "\"modalities\":[\"text\"],\"metadata\":{\"a\":\"b\"},\"store\":false",
        "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"x\",\"schema\":{}}}",
        "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}],"
            + "\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\"f\"}}",
      })
  void whatIsAllowedOrUnknownOrNullPasses(String fields) {
    assertThat(chatRequest(fields)).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{\"role\":\"developer\",\"content\":\"x\"},{\"role\":\"user\",\"content\":\"\"}]",
        "[{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":\"c\",\"type\":\"function\","
            + "\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]},"
            + "{\"role\":\"tool\",\"tool_call_id\":\"c\",\"content\":[{\"type\":\"text\",\"text\":\"1\"}]}]",
        "[{\"role\":\"assistant\",\"content\":\"x\",\"refusal\":null,\"annotations\":[],\"audio\":null,"
            + "\"function_call\":null,\"tool_calls\":null,\"reasoning_content\":null}]",
        "[{\"role\":\"assistant\",\"content\":\"x\",\"reasoning_content\":\"r\",\"reasoning\":\"r\"}]",
        "[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"x\"},"
            + "{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:,\",\"detail\":\"low\"}},"
            + "{\"type\":\"input_audio\",\"input_audio\":{\"data\":\"x\",\"format\":\"wav\"}}]}]",
      })
  void everyKindOfMessagePasses(String messages) {
    byte[] body =
        "{\"model\":\"%s\",\"messages\":%s}".formatted(TestCatalog.CHAT, messages).getBytes(UTF_8);

    assertThat(reader.read(JobKind.CHAT_COMPLETIONS, body, ANYBODY)).isNotNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          `""`                                 | INVALID_VALUE     | input
          `[]`                                 | INVALID_VALUE     | input
          `["a",""]`                           | INVALID_VALUE     | input[1]
          `["a",1]`                            | INVALID_TYPE      | input[1]
          `[1,"a"]`                            | INVALID_TYPE      | input[1]
          `[-1]`                               | INVALID_VALUE     | input[0]
          `[1.5]`                              | INVALID_TYPE      | input[0]
          `[[1],[]]`                           | INVALID_VALUE     | input[1]
          `[[1],["a"]]`                        | INVALID_TYPE      | input[1][0]
          `[null]`                             | INVALID_TYPE      | input[0]
          `{}`                                 | INVALID_TYPE      | input
          `7`                                  | INVALID_TYPE      | input
          `null`                               | MISSING_PARAMETER | input
          `"a","encoding_format":"hex"`        | INVALID_VALUE     | encoding_format
          `"a","encoding_format":1`            | INVALID_TYPE      | encoding_format
          `"a","dimensions":0`                 | INVALID_VALUE     | dimensions
          `"a","dimensions":"big"`             | INVALID_TYPE      | dimensions
          """)
  void aWrongInputIsNamed(String input, ErrorReason reason, String param) {
    ApiError error = refusal(JobKind.EMBEDDINGS, embeddings(input));

    assertThat(error.reason()).isEqualTo(reason);
    assertThat(error.param()).isEqualTo(param);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          `"a"`                                     | -1
          `["a","b"],"encoding_format":"base64"`    | -1
          `[1,2,3],"encoding_format":"float"`       | 3
          `[[1,2],[3]],"dimensions":128`            | 3
          """)
  void everyKindOfInputPasses(String input, long tokens) {
    InferenceRequest request = reader.read(JobKind.EMBEDDINGS, embeddings(input), ANYBODY);

    assertThat(request.promptTokens()).isEqualTo(tokens);
    assertThat(request.outputTokensMax()).isZero();
    assertThat(request.streaming()).isFalse();
  }

  @Test
  void anUnknownModelIsNotFound() {
    ApiError error =
        refusal(
            JobKind.CHAT_COMPLETIONS,
            "{\"model\":\"gpt-9\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}"
                .getBytes(UTF_8));
    assertThat(error.reason()).isEqualTo(ErrorReason.MODEL_NOT_FOUND);
    assertThat(error.param()).isEqualTo("model");
  }

  @Test
  void aModelOfAnotherKindIsRefused() {
    byte[] body =
        "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}"
            .formatted(TestCatalog.EMBEDDINGS)
            .getBytes(UTF_8);

    assertThat(refusal(JobKind.CHAT_COMPLETIONS, body).reason().status()).isEqualTo(400);
  }

  @Test
  void aModelTheKeyMayNotUseIsForbidden() {
    Principal other = principal(Set.of(new ModelId(TestCatalog.EMBEDDINGS)));

    InvalidRequestException refused =
        catchThrowableOfType(
            InvalidRequestException.class,
            () -> reader.read(JobKind.CHAT_COMPLETIONS, chat("\"n\":1"), other));

    assertThat(refused.error().reason()).isEqualTo(ErrorReason.MODEL_NOT_ALLOWED);
  }

  private InferenceRequest chatRequest(String fields) {
    return reader.read(JobKind.CHAT_COMPLETIONS, chat(fields), ANYBODY);
  }

  private ApiError refusal(JobKind kind, byte[] body) {
    return catchThrowableOfType(
            InvalidRequestException.class, () -> reader.read(kind, body, ANYBODY))
        .error();
  }

  private static byte[] chat(String fields) {
    return "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}],%s}"
        .formatted(TestCatalog.CHAT, fields)
        .getBytes(UTF_8);
  }

  private static byte[] embeddings(String input) {
    return "{\"model\":\"%s\",\"input\":%s}"
        .formatted(TestCatalog.EMBEDDINGS, input)
        .getBytes(UTF_8);
  }

  private static Principal principal(Set<ModelId> models) {
    return PrincipalBuilder.principal("acme", "k").models(models).build();
  }
}
