package online.speka.worker.rendering.request;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import online.speka.contract.error.ErrorReason;
import online.speka.worker.rendering.request.EmbeddingsRequest.Encoding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmbeddingsRequestTest {

  @Test
  void everyShapeOfInputIsRead() {
    assertThat(parse("\"one\"").inputs()).containsExactly(new Input.Text("one"));
    assertThat(parse("[\"one\", \"two\"]").inputs())
        .containsExactly(new Input.Text("one"), new Input.Text("two"));
    assertThat(parse("[1, 2.0, 3]").inputs())
        .singleElement()
        .isInstanceOfSatisfying(
            Input.Tokens.class, tokens -> assertThat(tokens.ids()).containsExactly(1, 2, 3));
    assertThat(parse("[[1, 2], [3]]").inputs()).hasSize(2);
  }

  @Test
  void optionsAreRead() {
    EmbeddingsRequest request =
        parse(
            "\"x\", \"encoding_format\": \"base64\", \"dimensions\": 256, \"input_type\": \"query\"");
    assertThat(request.encoding()).isEqualTo(Encoding.BASE64);
    assertThat(request.dimensions()).isEqualTo(256);
    assertThat(request.inputType()).isEqualTo("query");
    assertThat(parse("\"x\"").encoding()).isEqualTo(Encoding.FLOAT);
    assertThat(parse("\"x\"").dimensions()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          null | MISSING_PARAMETER | input
          [] | INVALID_VALUE | input
          "" | INVALID_VALUE | input
          ["a", ""] | INVALID_VALUE | input[1]
          ["a", 1] | INVALID_TYPE | input[1]
          [1, "a"] | INVALID_TYPE | input[1]
          [1, -1] | INVALID_TYPE | input[1]
          [1, 1.5] | INVALID_TYPE | input[1]
          {} | INVALID_TYPE | input
          "x", "dimensions": 0 | INVALID_VALUE | dimensions
          "x", "encoding_format": "int8" | INVALID_VALUE | encoding_format
          """)
  void whatIsWrongIsRefusedByName(String input, ErrorReason reason, String param) {
    InvalidRequestException refusal =
        catchThrowableOfType(InvalidRequestException.class, () -> parse(input));
    assertThat(refusal.error().reason()).isEqualTo(reason);
    assertThat(refusal.error().param()).isEqualTo(param);
  }

  private static EmbeddingsRequest parse(String input) {
    return EmbeddingsRequest.parse(
        ("{\"model\": \"m\", \"input\": " + input + "}").getBytes(UTF_8));
  }
}
