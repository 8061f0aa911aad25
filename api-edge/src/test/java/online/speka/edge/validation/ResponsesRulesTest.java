package online.speka.edge.validation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static online.speka.testkit.principals.PrincipalBuilder.principal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import online.speka.contract.catalog.JobKind;
import online.speka.contract.error.ApiError;
import online.speka.contract.principal.Principal;
import online.speka.edge.TestCatalog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResponsesRulesTest {
  private static final Principal PRINCIPAL = principal("acme", "key-1").build();
  private final RequestReader reader = new RequestReader(TestCatalog.catalog());

  private ResponsesRequest read(String more) {
    String body = "{\"model\":\"" + TestCatalog.CHAT + "\"" + more + "}";
    return reader.readResponses(body.getBytes(UTF_8), PRINCIPAL);
  }

  @Test
  void aPlainRequestIsStoredAndWaitedFor() {
    ResponsesRequest request = read(",\"input\":\"Hi\"");
    assertThat(request.store()).isTrue();
    assertThat(request.background()).isFalse();
    assertThat(request.previous()).isNull();
    assertThat(request.inference().kind()).isEqualTo(JobKind.RESPONSES);
    assertThat(request.inference().streaming()).isFalse();
    assertThat(request.inference().outputTokensMax()).isEqualTo(1000);
    assertThat(request.inference().promptEnd() - request.inference().promptStart()).isEqualTo(4);
  }

  @Test
  void theFieldsThatDecideAreRead() {
    ResponsesRequest request =
        read(
            """
            ,"input":"Hi","store":false,"stream":true,"max_output_tokens":7,
            "previous_response_id":"resp_1"
            """);
    assertThat(request.store()).isFalse();
    assertThat(request.inference().streaming()).isTrue();
    assertThat(request.inference().outputTokensMax()).isEqualTo(7);
    assertThat(request.previous()).isEqualTo("resp_1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"Hi\"",
        "[{\"role\":\"user\",\"content\":\"Hi\"}]",
        "[{\"type\":\"message\",\"role\":\"user\",\"content\":[{\"type\":\"input_text\",\"text\":\"Hi\"},"
            + "{\"type\":\"input_image\",\"image_url\":\"data:,\",\"detail\":\"auto\"}]}]",
        "[{\"id\":\"msg_1\",\"type\":\"message\",\"status\":\"completed\",\"role\":\"assistant\","
            + "\"content\":[{\"type\":\"output_text\",\"text\":\"\",\"annotations\":[]},"
            + "{\"type\":\"refusal\",\"refusal\":\"No\"}]}]",
        "[{\"role\":\"assistant\",\"content\":[]}]",
        "[{\"type\":\"function_call\",\"call_id\":\"a\",\"name\":\"f\",\"arguments\":\"{}\"},"
            + "{\"type\":\"function_call_output\",\"call_id\":\"a\",\"output\":\"\"}]",
        "[{\"type\":\"function_call_output\",\"call_id\":\"a\","
            + "\"output\":[{\"type\":\"input_text\",\"text\":\"x\"}]}]",
        "[{\"type\":\"reasoning\",\"id\":\"rs_1\",\"summary\":[],\"encrypted_content\":null,"
            + "\"content\":[{\"type\":\"reasoning_text\",\"text\":\"Hm\"}]}]"
      })
  void inputComesInManyShapes(String input) {
    assertThat(read(",\"input\":" + input).fields().has("input")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"tool_choice\":\"auto\"",
        "\"tools\":[]",
        "\"tools\":[{\"type\":\"function\",\"name\":\"f\",\"parameters\":null,\"strict\":null}]",
        "\"tools\":[{\"type\":\"function\",\"name\":\"f\"}],"
            + "\"tool_choice\":{\"type\":\"function\",\"name\":\"f\"}",
        "\"text\":{\"format\":{\"type\":\"json_schema\",\"name\":\"n\",\"schema\":{}}}",
        "\"text\":{\"verbosity\":\"low\"}",
        "\"background\":true",
        "\"background\":true,\"store\":null",
        "\"include\":[\"reasoning.encrypted_content\"]",
        "\"truncation\":\"auto\"",
        "\"conversation\":null,\"prompt\":null",
        "\"client_metadata\":{\"any\":1}"
      })
  void theseAreAllowed(String more) {
    assertThat(read(",\"input\":\"Hi\"," + more)).isNotNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"x\":1 | input | missing_required_parameter",
        "\"input\":7 | input | invalid_type",
        "\"input\":[] | input | invalid_value",
        "\"input\":[7] | input[0] | invalid_type",
        "\"input\":[{\"role\":\"user\"}] | input[0].content | missing_required_parameter",
        "\"input\":[{\"role\":\"tool\",\"content\":\"\"}] | input[0].role | invalid_value",
        "\"input\":[{\"type\":\"item_reference\",\"id\":\"x\"}] | input[0].type | unsupported_value",
        "\"input\":[{\"type\":\"function_call\",\"call_id\":\"a\",\"name\":\"f\"}]"
            + " | input[0].arguments | missing_required_parameter",
        "\"input\":[{\"role\":\"user\",\"content\":[{\"type\":\"input_audio\"}]}]"
            + " | input[0].content[0].type | unsupported_value",
        "\"input\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\"}]}]"
            + " | input[0].content[0].type | invalid_value",
        "\"input\":\"\",\"tools\":[{\"type\":\"web_search\"}] | tools[0].type | unsupported_value",
        "\"input\":\"\",\"tools\":[{\"type\":\"function\"}]"
            + " | tools[0].name | missing_required_parameter",
        "\"input\":\"\",\"tool_choice\":\"required\" | tool_choice | invalid_value",
        "\"input\":\"\",\"tool_choice\":{\"type\":\"mcp\"} | tool_choice.type | unsupported_value",
        "\"input\":\"\",\"tools\":[{\"type\":\"function\",\"name\":\"f\"}],"
            + "\"tool_choice\":{\"type\":\"function\",\"name\":\"g\"}"
            + " | tool_choice.name | invalid_value",
        "\"input\":\"\",\"background\":true,\"store\":false | background | invalid_value",
        "\"input\":\"\",\"conversation\":\"conv_1\" | conversation | unsupported_value",
        "\"input\":\"\",\"prompt\":{\"id\":\"p\"} | prompt | unsupported_value",
        "\"input\":\"\",\"reasoning\":{\"effort\":\"huge\"} | reasoning.effort | invalid_value",
        "\"input\":\"\",\"text\":{\"format\":{\"type\":\"json_schema\"}}"
            + " | text.format.name | missing_required_parameter",
        "\"input\":\"\",\"max_output_tokens\":0 | max_output_tokens | invalid_value",
        "\"input\":\"\",\"stream\":\"yes\" | stream | invalid_type",
        "\"input\":\"\",\"instructions\":[] | instructions | invalid_type"
      })
  void whatIsWrongIsNamed(String more, String param, String code) {
    assertThatThrownBy(() -> read("," + more))
        .isInstanceOfSatisfying(
            InvalidRequestException.class,
            e -> {
              ApiError error = e.error();
              assertThat(error.param()).isEqualTo(param);
              assertThat(error.reason().code()).isEqualTo(code);
            });
  }
}
