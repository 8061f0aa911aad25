package online.speka.edge.validation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static online.speka.testkit.principals.PrincipalBuilder.principal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import online.speka.contract.catalog.JobKind;
import online.speka.contract.error.ApiError;
import online.speka.contract.error.ErrorReason;
import online.speka.contract.principal.Principal;
import online.speka.edge.TestCatalog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompletionsAndImagesTest {
  private static final Principal ANYBODY = principal("acme", "k").build();

  private final RequestReader reader = new RequestReader(TestCatalog.catalog());

  /** Each row: the fields after the model. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "n":1                               | MISSING_PARAMETER | prompt
          "prompt":null                       | MISSING_PARAMETER | prompt
          "prompt":[]                         | INVALID_VALUE     | prompt
          "prompt":{}                         | INVALID_TYPE      | prompt
          "prompt":7                          | INVALID_TYPE      | prompt
          "prompt":["a",1]                    | INVALID_TYPE      | prompt[1]
          "prompt":[1,"a"]                    | INVALID_TYPE      | prompt[1]
          "prompt":[[1],[]]                   | INVALID_VALUE     | prompt[1]
          "prompt":[-1]                       | INVALID_VALUE     | prompt[0]
          "prompt":[null]                     | INVALID_TYPE      | prompt[0]
          "prompt":"a","max_tokens":-1        | INVALID_VALUE     | max_tokens
          "prompt":"a","n":9                  | INVALID_VALUE     | n
          "prompt":"a","best_of":9            | INVALID_VALUE     | best_of
          "prompt":"a","n":3,"best_of":2      | INVALID_VALUE     | best_of
          "prompt":"a","best_of":2,"stream":true | INVALID_VALUE  | best_of
          "prompt":"a","logprobs":6           | INVALID_VALUE     | logprobs
          "prompt":"a","logprobs":true        | INVALID_TYPE      | logprobs
          "prompt":"a","echo":"yes"           | INVALID_TYPE      | echo
          "prompt":"a","suffix":1             | INVALID_TYPE      | suffix
          "prompt":"a","stop":["a","b","c","d","e"] | INVALID_VALUE | stop
          "prompt":"a","stream_options":{}    | INVALID_VALUE     | stream_options
          "prompt":"a","temperature":3        | INVALID_VALUE     | temperature
          """)
  void aWrongFieldOfACompletionIsNamed(String fields, ErrorReason reason, String param) {
    ApiError error = refusal(JobKind.COMPLETIONS, TestCatalog.CHAT, fields);

    assertThat(error.reason()).isEqualTo(reason);
    assertThat(error.param()).isEqualTo(param);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "prompt":"a"                                     | 16
          "prompt":""                                      | 16
          "prompt":"a","max_tokens":null                   | 16
          "prompt":"a","max_tokens":3                      | 3
          "prompt":"a","max_tokens":0,"echo":true          | 0
          "prompt":["a","b",""],"max_tokens":3             | 9
          "prompt":["a","b"],"max_tokens":3,"n":2          | 12
          "prompt":["a","b"],"max_tokens":3,"n":2,"best_of":4 | 24
          "prompt":[1,2,3],"n":2                           | 32
          "prompt":[[1,2],[3]],"n":2                       | 64
          "prompt":"a","max_tokens":100000000000           | 1000
          "prompt":"a","n":2,"best_of":2,"stream":true     | 32
          """)
  void aCompletionReservesEveryCandidateOfEveryPrompt(String fields, long outputTokensMax) {
    InferenceRequest request = read(JobKind.COMPLETIONS, TestCatalog.CHAT, fields);

    assertThat(request.outputTokensMax()).isEqualTo(outputTokensMax);
    assertThat(request.kind()).isEqualTo(JobKind.COMPLETIONS);
  }

  @Test
  void tokensOfACompletionsPromptAreCounted() {
    assertThat(read(JobKind.COMPLETIONS, TestCatalog.CHAT, "\"prompt\":[[1,2],[3]]").promptTokens())
        .isEqualTo(3);
    assertThat(read(JobKind.COMPLETIONS, TestCatalog.CHAT, "\"prompt\":\"a\"").promptTokens())
        .isEqualTo(-1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "n":1                                       | MISSING_PARAMETER | prompt
          "prompt":""                                 | INVALID_VALUE     | prompt
          "prompt":["a"]                              | INVALID_TYPE      | prompt
          "prompt":"a","n":0                          | INVALID_VALUE     | n
          "prompt":"a","n":11                         | INVALID_VALUE     | n
          "prompt":"a","size":"big"                   | INVALID_VALUE     | size
          "prompt":"a","size":"63x64"                 | INVALID_VALUE     | size
          "prompt":"a","size":"1024x1023"             | INVALID_VALUE     | size
          "prompt":"a","size":"64x64x64"              | INVALID_VALUE     | size
          "prompt":"a","size":1024                    | INVALID_TYPE      | size
          "prompt":"a","response_format":"url"        | UNSUPPORTED_VALUE | response_format
          "prompt":"a","response_format":"png"        | INVALID_VALUE     | response_format
          "prompt":"a","response_format":{}           | INVALID_TYPE      | response_format
          "prompt":"a","output_format":"webp"         | UNSUPPORTED_VALUE | output_format
          "prompt":"a","output_format":"gif"          | INVALID_VALUE     | output_format
          "prompt":"a","output_compression":101       | INVALID_VALUE     | output_compression
          "prompt":"a","quality":"best"               | INVALID_VALUE     | quality
          "prompt":"a","style":"ugly"                 | INVALID_VALUE     | style
          "prompt":"a","background":"red"             | INVALID_VALUE     | background
          "prompt":"a","stream":true                  | UNSUPPORTED_VALUE | stream
          "prompt":"a","partial_images":2             | UNSUPPORTED_VALUE | partial_images
          "prompt":"a","user":1                       | INVALID_TYPE      | user
          """)
  void aWrongFieldOfAnImageRequestIsNamed(String fields, ErrorReason reason, String param) {
    ApiError error = refusal(JobKind.IMAGE_GENERATIONS, TestCatalog.IMAGES, fields);

    assertThat(error.reason()).isEqualTo(reason);
    assertThat(error.param()).isEqualTo(param);
  }

  @Test
  void anImagePromptHasABound() {
    String longest = "😀".repeat(32_000);

    assertThat(
            read(JobKind.IMAGE_GENERATIONS, TestCatalog.IMAGES, "\"prompt\":\"" + longest + "\""))
        .isNotNull();
    assertThat(
            refusal(
                    JobKind.IMAGE_GENERATIONS,
                    TestCatalog.IMAGES,
                    "\"prompt\":\"" + longest + "a\"")
                .param())
        .isEqualTo("prompt");
  }

  @ParameterizedTest
  @CsvSource({
    "'', 4096",
    "',\"n\":null', 4096",
    "',\"n\":10,\"size\":\"auto\"', 40960",
    "',\"n\":2,\"size\":\"256x256\"', 512"
  })
  void everyPictureIsReservedByItsSize(String more, long tokens) {
    InferenceRequest request =
        read(JobKind.IMAGE_GENERATIONS, TestCatalog.IMAGES, "\"prompt\":\"a\"" + more);

    assertThat(request.outputTokensMax()).isEqualTo(tokens);
    assertThat(request.streaming()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "COMPLETIONS, all-minilm-l6-v2, 'embeddings'",
    "COMPLETIONS, picture/simulated, 'images'",
    "IMAGE_GENERATIONS, meta/llama-3.3-70b-instruct, 'chat'",
  })
  void aModelOfAnotherKindIsRefusedAndSaysWhatItServes(JobKind kind, String model, String serves) {
    ApiError error = refusal(kind, model, "\"prompt\":\"a\"");

    assertThat(error.reason()).isEqualTo(ErrorReason.UNSUPPORTED_VALUE);
    assertThat(error.param()).isEqualTo("model");
    assertThat(error.message()).contains("serves " + serves);
  }

  private InferenceRequest read(JobKind kind, String model, String fields) {
    return reader.read(kind, body(model, fields), ANYBODY);
  }

  private ApiError refusal(JobKind kind, String model, String fields) {
    return catchThrowableOfType(
            InvalidRequestException.class, () -> reader.read(kind, body(model, fields), ANYBODY))
        .error();
  }

  private static byte[] body(String model, String fields) {
    return "{\"model\":\"%s\",%s}".formatted(model, fields).getBytes(UTF_8);
  }
}
