package online.speka.edge.joining;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CuttingTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Cutting TWO = new Cutting(2, 1000, 1000);

  @Test
  void aPartIsTheClientsBytesWithoutTheOthersInputs() {
    String body =
        "{ \"model\":\"m\",\"input\" : [ \"a\\\"]\" ,\t\"ä,[😀\",\n\"\\u00e4\\\\\" , \"d\",\"e\"] , \"user\":\"[x]\"}";

    assertThat(parts(TWO, body))
        .containsExactly(
            "{ \"model\":\"m\",\"input\" : [\"a\\\"]\" ,\t\"ä,[😀\"] , \"user\":\"[x]\"}",
            "{ \"model\":\"m\",\"input\" : [\"\\u00e4\\\\\" , \"d\"] , \"user\":\"[x]\"}",
            "{ \"model\":\"m\",\"input\" : [\"e\"] , \"user\":\"[x]\"}");
  }

  @Test
  void arraysOfTokensAreCutBetweenInputsAndTheirTokensCounted() {
    String body = "{\"input\":[[1,2, 3],[ 4 ],[5,6],[7],[8,9]]}";

    List<Slice> slices = slices(TWO, body);

    assertThat(parts(TWO, body))
        .containsExactly(
            "{\"input\":[[1,2, 3],[ 4 ]]}", "{\"input\":[[5,6],[7]]}", "{\"input\":[[8,9]]}");
    assertThat(slices).extracting(Slice::tokens).containsExactly(4L, 3L, 2L);
    assertThat(slices).extracting(Slice::firstInput).containsExactly(0, 2, 4);
    assertThat(slices).extracting(Slice::inputs).containsExactly(2, 2, 1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"one, [long] text\"",
        "[1,2,3,4,5,6,7,8,9]",
        "[ 1 ]",
        "[\"a\"]",
        "[\"a\",\"b\"]",
        "[[1,2,3,4,5,6]]"
      })
  void oneInputAndFewInputsAreNotCut(String input) {
    assertThat(slices(TWO, "{\"input\":" + input + "}")).isEmpty();
  }

  @Test
  void slicesAreOfAboutTheSameSize() {
    String body = "{\"input\":" + JSON.valueToTree(texts(65, 1)) + "}";

    assertThat(slices(new Cutting(64, 10_000, 1000), body))
        .extracting(Slice::inputs)
        .containsExactly(33, 32);
  }

  @Test
  void fewLongInputsAreCutByTheirBytesAndALongerOneStandsAlone() {
    String body =
        "{\"input\":[\"%s\",\"b\",\"c\",\"%s\"]}".formatted("a".repeat(50), "d".repeat(15));

    assertThat(slices(new Cutting(64, 20, 1000), body))
        .extracting(Slice::inputs)
        .containsExactly(1, 2, 1);
  }

  @Test
  void whatEveryPartWouldHaveToCarryKeepsARequestWhole() {
    String body = "{\"input\":[\"a\",\"b\",\"c\"],\"x\":\"" + "x".repeat(1000) + "\"}";

    assertThat(slices(TWO, body)).isEmpty();
    assertThat(slices(new Cutting(2, 1000, 2000), body)).hasSize(2);
  }

  /** For texts and tokens of every kind, however they are written. */
  @Test
  void theInputsOfAllPartsAreTheRequestsByteForByte() {
    Random random = new Random(5);
    for (int round = 0; round < 2_000; round++) {
      // Given
      boolean tokens = random.nextBoolean();
      List<String> inputs = new ArrayList<>();
      int count = 2 + random.nextInt(40);
      for (int i = 0; i < count; i++) {
        inputs.add(tokens ? tokens(random) : text(random));
      }
      StringBuilder array = new StringBuilder("[");
      for (String input : inputs) {
        array.append(array.length() > 1 ? "," : "").append(blanks(random)).append(input);
        array.append(blanks(random));
      }
      String head = "{\"user\":\"],[\"," + blanks(random) + "\"input\":";
      String body = head + array + "]" + blanks(random) + ",\"dimensions\":3}";
      Cutting cutting = new Cutting(1 + random.nextInt(9), 1 + random.nextInt(200), 1000);

      // When
      List<Slice> slices = slices(cutting, body);

      // Then
      List<String> found = new ArrayList<>();
      byte[] bytes = body.getBytes(UTF_8);
      for (Slice slice : slices) {
        byte[] part = slice.cut(bytes);
        assertThat(slice.firstInput()).isEqualTo(found.size());
        assertThat(part).hasSize(slice.length(bytes));
        assertThat(new String(part, 0, slice.promptStart(), UTF_8)).isEqualTo(head);
        assertThat(part[slice.promptStart()]).isEqualTo((byte) '[');
        assertThat(part[slice.promptEnd() - 1]).isEqualTo((byte) ']');
        JsonNode parsed = JSON.readTree(part);
        assertThat(parsed.get("dimensions").intValue()).isEqualTo(3);
        assertThat(parsed.get("input")).hasSize(slice.inputs());
        JsonScan scan = new JsonScan(part, slice.promptEnd());
        for (Span input : scan.elements(slice.promptStart())) {
          found.add(new String(part, input.from(), input.length(), UTF_8));
        }
      }
      if (slices.isEmpty()) {
        assertThat(count).isLessThanOrEqualTo(cutting.inputsMax());
        assertThat((long) array.length()).isLessThan(cutting.bytesMax() + 10);
      } else {
        assertThat(found).as(body).isEqualTo(inputs);
      }
    }
  }

  @Test
  void everyPartOfRandomInputsIsWithinItsLimits() {
    Random random = new Random(6);
    for (int round = 0; round < 500; round++) {
      String body = "{\"input\":" + JSON.valueToTree(texts(1 + random.nextInt(300), 9)) + "}";
      int inputsMax = 1 + random.nextInt(70);
      for (Slice slice : slices(new Cutting(inputsMax, 200, 1000), body)) {
        assertThat(slice.inputs()).isBetween(1, inputsMax);
        assertThat(slice.inside().length()).isLessThanOrEqualTo(200);
      }
    }
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder("\"");
    for (int i = random.nextInt(12); i >= 0; i--) {
      text.append(
          List.of("a", "ä", "😀", "\\\"", "\\\\", "\\u00e9", "\\ud83d\\ude00", "[", "]", ",", "{")
              .get(random.nextInt(11)));
    }
    return text.append('"').toString();
  }

  private static String tokens(Random random) {
    StringBuilder tokens = new StringBuilder("[");
    for (int i = random.nextInt(6); i >= 0; i--) {
      tokens.append(random.nextInt(100_000)).append(i > 0 ? "," : "").append(blanks(random));
    }
    return tokens.append(']').toString();
  }

  private static String blanks(Random random) {
    return List.of("", "", " ", "\n", "\t", "\r\n ").get(random.nextInt(6));
  }

  private static List<String> texts(int count, int length) {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      texts.add("x".repeat(length));
    }
    return texts;
  }

  private static List<Slice> slices(Cutting cutting, String body) {
    byte[] bytes = body.getBytes(UTF_8);
    int name = indexOf(bytes, "\"input\"");
    int start = new JsonScan(bytes, bytes.length).blank(name + "\"input\"".length());
    start = new JsonScan(bytes, bytes.length).blank(start + 1);
    int end = new JsonScan(bytes, bytes.length).value(start).to();
    assertThat(JSON.readTree(Arrays.copyOfRange(bytes, start, end))).isNotNull();
    return cutting.slices(bytes, start, end);
  }

  private static int indexOf(byte[] bytes, String text) {
    return new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf(text);
  }

  private static List<String> parts(Cutting cutting, String body) {
    byte[] bytes = body.getBytes(UTF_8);
    return slices(cutting, body).stream().map(s -> new String(s.cut(bytes), UTF_8)).toList();
  }
}
