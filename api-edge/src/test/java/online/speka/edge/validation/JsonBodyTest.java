package online.speka.edge.validation;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import online.speka.contract.error.ErrorReason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonBodyTest {
  private static final Set<String> NAMES = Set.of("a", "prompt");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "   ",
        "[]",
        "\"x\"",
        "42",
        "null",
        "{",
        "{\"a\":1",
        "{\"a\":}",
        "{\"a\":1}}",
        "{\"a\":1} {\"a\":1}",
        "{\"a\":1}x",
        "{'a':1}",
        "{a:1}",
        "{\"a\":1,}",
        "{\"a\":[1,]}",
        "{\"a\":1 /* why */}",
        "{\"a\":1} // why",
        "# why\n{\"a\":1}",
        "{\"a\":NaN}",
        "{\"a\":Infinity}",
        "{\"a\":-Infinity}",
        "{\"a\":01}",
        "{\"a\":+1}",
        "{\"a\":.5}",
        "{\"a\":0x1}",
        "{\"a\":\"\\x\"}",
        "{\"a\":\"\\u12\"}",
        "{\"a\":\"\t\"}",
        "{\"a\":\"\u0000\"}",
        "{\"a\":1,\"a\":2}",
        "{\"a\":{\"b\":1,\"b\":2}}",
        "{\"other\":NaN}",
        "{\"other\":1,\"other\":2}",
        "{\"other\":\"\\x\"}",
        "{\"other\":{\"deep\":[\"\\x\"]}}",
        "{\"other\":{\"deep\":[\"\t\"]}}",
        "{\"other\":{\"deep\":[01]}}",
        "{\"a\":tru}",
        "model=x&messages=y",
      })
  void whatIsNotStrictJsonIsRefused(String body) {
    refused(body.getBytes(UTF_8));
  }

  @Test
  void deepNestingIsRefusedWithoutAStackOverflow() {
    refused(("{\"a\":" + "[".repeat(100_000)).getBytes(UTF_8));
    refused(("{\"other\":" + "[".repeat(100_000)).getBytes(UTF_8));
    refused(("{\"a\":" + "[".repeat(250) + "]".repeat(250) + "}").getBytes(UTF_8));
    refused(("{\"other\":" + "[".repeat(250) + "]".repeat(250) + "}").getBytes(UTF_8));
    assertThat(parse("{\"a\":" + "[".repeat(150) + "]".repeat(150) + "}").fields().has("a"))
        .isTrue();
  }

  @Test
  void anEndlessNumberIsRefused() {
    refused(("{\"a\":" + "9".repeat(10_000) + "}").getBytes(UTF_8));
  }

  @Test
  void bytesThatAreNotUtf8AreRefused() {
    refused("{\"a\":\"é\"}".getBytes(ISO_8859_1));
    refused("{\"other\":\"é\"}".getBytes(ISO_8859_1));
    refused("{\"a\":1}".getBytes(StandardCharsets.UTF_16));
    refused("{\"a\":1}".getBytes(StandardCharsets.UTF_16LE));
    refused("\uFEFF{\"a\":1}".getBytes(UTF_8));
  }

  @Test
  void unknownFieldsAreSkippedAndKnownOnesKept() {
    JsonBody body = parse("{\"other\":{\"deep\":[1,{}]},\"a\":[1,\"x\"],\"__proto__\":{\"x\":1}}");

    assertThat(body.fields().propertyNames()).containsExactly("a");
  }

  @Test
  void thePlaceOfThePromptIsFoundWhateverStandsAroundIt() {
    String text = "{ \"a\" : \"äöü😀\" , \"prompt\" : [ \"ß\" , {} ] , \"z\" : 1 }";
    byte[] bytes = text.getBytes(UTF_8);

    JsonBody body = parse(text);

    assertThat(new String(bytes, body.promptStart(), body.promptEnd() - body.promptStart(), UTF_8))
        .isEqualTo("[ \"ß\" , {} ]");
  }

  @Test
  void thePlaceOfAPromptThatIsATextIsFoundToo() {
    String text = "{\"prompt\":\"\\\"ß\\\" said\",\"a\":1}";
    byte[] bytes = text.getBytes(UTF_8);

    JsonBody body = parse(text);

    assertThat(new String(bytes, body.promptStart(), body.promptEnd() - body.promptStart(), UTF_8))
        .isEqualTo("\"\\\"ß\\\" said\"");
  }

  private static JsonBody parse(String body) {
    return JsonBody.parse(body.getBytes(UTF_8), NAMES, "prompt");
  }

  private static void refused(byte[] body) {
    InvalidRequestException refusal =
        catchThrowableOfType(
            InvalidRequestException.class, () -> JsonBody.parse(body, NAMES, "prompt"));
    assertThat(refusal).isNotNull();
    assertThat(refusal.error().reason()).isEqualTo(ErrorReason.BAD_REQUEST);
    assertThat(refusal.error().message()).doesNotContain("Exception", "tools.jackson", "Stream");
  }
}
