package online.speka.edge.joining;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import online.speka.contract.error.ApiError;
import online.speka.contract.error.ErrorReason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class JoinedAnswerTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String ONE =
      "{\"object\":\"list\",\"data\":[{\"object\":\"embedding\",\"index\":0,\"embedding\":[0.5,-1.0E-4]},{\"object\":\"embedding\",\"index\":1,\"embedding\":[1,2]}],\"model\":\"m\",\"usage\":{\"prompt_tokens\":7,\"total_tokens\":7}}";
  private static final String TWO =
      "{\"object\":\"list\",\"data\":[{\"object\":\"embedding\",\"index\":0,\"embedding\":[3,4]}],\"model\":\"m\",\"usage\":{\"prompt_tokens\":5,\"total_tokens\":6}}";

  @Test
  void theJoinedDocumentIsTheOneThatAllInputsTogetherWouldGive() {
    String joined = join(answer(2, 1, TWO), answer(0, 2, ONE));

    assertThat(joined)
        .isEqualTo(
            "{\"object\":\"list\",\"data\":[{\"object\":\"embedding\",\"index\":0,\"embedding\":[0.5,-1.0E-4]},{\"object\":\"embedding\",\"index\":1,\"embedding\":[1,2]},{\"object\":\"embedding\",\"index\":2,\"embedding\":[3,4]}],\"model\":\"m\",\"usage\":{\"prompt_tokens\":12,\"total_tokens\":13}}");
  }

  @Test
  void documentsOfOtherServersAreJoinedToo() {
    String first =
        "\n{ \"usage\" : { \"total_tokens\": 3, \"prompt_tokens\": 3, \"extra\": [{}] },\n \"id\":\"x]\", \"data\" : [ {\"embedding\":\"AACAPw==\", \"index\" : 1 }, { \"index\": 0,\"embedding\":\"BB,]}\" } ] }\n";
    String second =
        "{\"data\":[{\"index\":0,\"embedding\":\"CC\\\"\"}],\"usage\":{\"prompt_tokens\":97,\"total_tokens\":97}}";

    JsonNode joined = JSON.readTree(join(answer(0, 2, first), answer(2, 1, second)));

    assertThat(joined.get("id").stringValue()).isEqualTo("x]");
    assertThat(joined.at("/usage/prompt_tokens").longValue()).isEqualTo(100);
    assertThat(joined.at("/usage/total_tokens").longValue()).isEqualTo(100);
    assertThat(joined.get("data").values())
        .extracting(vector -> vector.get("embedding").stringValue())
        .containsExactly("BB,]}", "AACAPw==", "CC\"");
    assertThat(joined.get("data").values())
        .extracting(vector -> vector.get("index").intValue())
        .containsExactly(0, 1, 2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{}",
        "{\"data\":[]",
        "{\"data\":[{\"index\":0}]}",
        "{\"data\":{},\"usage\":{\"prompt_tokens\":1,\"total_tokens\":1}}",
        "{\"data\":[],\"usage\":{\"prompt_tokens\":1,\"total_tokens\":1}}",
        "{\"data\":[{\"index\":1}],\"usage\":{\"prompt_tokens\":1,\"total_tokens\":1}}",
        "{\"data\":[{\"index\":-1}],\"usage\":{\"prompt_tokens\":1,\"total_tokens\":1}}",
        "{\"data\":[{\"index\":\"0\"}],\"usage\":{\"prompt_tokens\":1,\"total_tokens\":1}}",
        "{\"data\":[{\"index\":0}],\"usage\":{\"prompt_tokens\":1e3,\"total_tokens\":1}}",
        "{\"data\":[{\"index\":0}],\"usage\":{\"prompt_tokens\":1234567890123456789,\"total_tokens\":1}}",
        "{\"data\":[{\"index\":0}],\"usage\":null}",
        "{\"data\":[{\"index\":0},{\"index\":0}],\"usage\":{\"prompt_tokens\":1,\"total_tokens\":1}}"
      })
  void aDocumentThatDoesNotFitIsRefused(String document) {
    assertThatThrownBy(() -> answer(0, 1, document)).isInstanceOf(UnreadableJsonException.class);
  }

  @Test
  void twoVectorsForOneInputAreRefused() {
    assertThatThrownBy(() -> answer(0, 2, ONE.replace("\"index\":1", "\"index\":0")))
        .isInstanceOf(UnreadableJsonException.class)
        .hasMessageContaining("no place for the vector 0");
  }

  @Test
  void aDocumentCutAnywhereIsRefused() {
    for (int length = 0; length < ONE.length(); length++) {
      String cut = ONE.substring(0, length);
      assertThatThrownBy(() -> answer(0, 2, cut)).isInstanceOf(UnreadableJsonException.class);
    }
  }

  @Test
  void manyLongDocumentsInAnyOrderGiveEveryVectorItsPlace() {
    // Given
    Random random = new Random(8);
    List<PartAnswer> answers = new ArrayList<>();
    List<String> vectors = new ArrayList<>();
    int first = 0;
    for (int part = 0; part < 20; part++) {
      int inputs = 1 + random.nextInt(60);
      StringBuilder data = new StringBuilder();
      for (int i = 0; i < inputs; i++) {
        String vector = Long.toHexString(random.nextLong()).repeat(random.nextInt(300));
        vectors.add(vector);
        data.append(i > 0 ? "," : "")
            .append("{\"index\":%d,\"embedding\":\"%s\"}".formatted(i, vector));
      }
      answers.add(
          answer(
              first,
              inputs,
              "{\"data\":[" + data + "],\"usage\":{\"prompt_tokens\":1,\"total_tokens\":1}}"));
      first += inputs;
    }
    Collections.shuffle(answers, random);

    // When
    JoinedAnswer joined = JoinedAnswer.of(answers);
    JsonNode document = JSON.readTree(bytes(joined));

    // Then
    assertThat(joined.length()).isEqualTo(bytes(joined).length);
    assertThat(joined.pieces()).allSatisfy(piece -> assertThat(piece).hasSizeBetween(1, 65_536));
    assertThat(document.get("data").values())
        .extracting(vector -> vector.get("embedding").stringValue())
        .isEqualTo(vectors);
    for (int i = 0; i < vectors.size(); i++) {
      assertThat(document.get("data").get(i).get("index").intValue()).isEqualTo(i);
    }
    assertThat(document.at("/usage/total_tokens").longValue()).isEqualTo(20);
  }

  @Test
  void anErrorNamesTheInputAsTheClientCountsIt() {
    ApiError error =
        new ApiError(
            ErrorReason.CONTEXT_LENGTH_EXCEEDED, "'input[3]' has 600 tokens.", "input[3]", 2);

    ApiError seen = InputNames.inRequest(error, slice(128, 64));

    assertThat(seen)
        .isEqualTo(
            new ApiError(
                ErrorReason.CONTEXT_LENGTH_EXCEEDED,
                "'input[131]' has 600 tokens.",
                "input[131]",
                2));
    ApiError other = ApiError.of(ErrorReason.INTERNAL, "no input here");
    assertThat(InputNames.inRequest(other, slice(128, 64))).isEqualTo(other);
  }

  private static PartAnswer answer(int firstInput, int inputs, String document) {
    return PartAnswer.read(slice(firstInput, inputs), document.getBytes(UTF_8));
  }

  private static Slice slice(int firstInput, int inputs) {
    return new Slice(firstInput, inputs, -1, new Span(0, 0), new Span(0, 0));
  }

  private static String join(PartAnswer... answers) {
    return new String(bytes(JoinedAnswer.of(List.of(answers))), UTF_8);
  }

  private static byte[] bytes(JoinedAnswer joined) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    joined.pieces().forEach(bytes::writeBytes);
    return bytes.toByteArray();
  }
}
