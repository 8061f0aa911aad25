package online.speka.worker.engine.simulator.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import online.speka.worker.rendering.request.InvalidRequestException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SchemaValuesTest {

  private static final JsonMapper MAPPER = JsonMapper.shared();
  private static final int SEEDS = 60;

  static Stream<Path> schemas() throws IOException, URISyntaxException {
    return Files.list(Path.of(SchemaValuesTest.class.getResource("/schemas").toURI())).sorted();
  }

  @ParameterizedTest
  @MethodSource("schemas")
  void aValidatorNobodyHereWroteAcceptsEveryValue(Path file) throws IOException {
    // Given
    String text = Files.readString(file);
    JsonNode schema = MAPPER.readTree(text);
    Schema validator =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(text);
    Set<String> different = new HashSet<>();

    for (int seed = 0; seed < SEEDS; seed++) {
      // When
      String value = SchemaValues.value(schema, seed);
      different.add(value);

      // Then
      List<Error> errors =
          validator.validate(
              value,
              InputFormat.JSON,
              context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)));
      assertThat(errors).as("seed %d: %s", seed, value).isEmpty();
      assertThat(SchemaValues.value(schema, seed)).isEqualTo(value);
    }
    assertThat(different).hasSizeGreaterThan(1);
  }

  @Test
  void anObjectOfNoSchemaIsAnObject() {
    for (int seed = 0; seed < SEEDS; seed++) {
      assertThat(MAPPER.readTree(SchemaValues.anyObject(seed)).isObject()).isTrue();
    }
  }

  @Test
  void argumentsAreAnObjectEvenIfTheSchemaDoesNotSaySo() {
    JsonNode schema = MAPPER.readTree("{}");
    assertThat(SchemaValues.object(schema, 1)).isEqualTo("{}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\": \"array\", \"items\": {\"type\": \"null\"}, \"minItems\": 1000000000}",
        "{\"type\": \"string\", \"minLength\": 1000000000}",
        "{\"type\": \"object\", \"minProperties\": 1000000000}",
        "{\"type\": \"object\", \"properties\": {\"me\": {\"$ref\": \"#\"}}, \"required\": [\"me\"]}",
        "{\"$defs\": {\"a\": {\"type\": \"array\", \"minItems\": 9, \"items\": {\"$ref\": \"#/$defs/a\"}}}, \"$ref\": \"#/$defs/a\"}"
      })
  void aSchemaThatAsksForTooMuchIsRefusedAtOnce(String schema) {
    assertThatThrownBy(() -> SchemaValues.value(MAPPER.readTree(schema), 1))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("too large");
  }

  @Test
  void aLargeSchemaThatRefersToItselfIsNotExpensive() {
    // Given
    StringBuilder schema = new StringBuilder("{\"type\": \"object\", \"required\": [\"list\"], ");
    schema.append("\"properties\": {\"list\": {\"type\": \"array\", \"minItems\": 50, ");
    schema.append(
        "\"items\": {\"$ref\": \"#/$defs/part\"}}}, \"$defs\": {\"part\": {\"allOf\": [{}");
    for (int i = 0; i < 100_000; i++) {
      schema.append(",{\"properties\":{\"p").append(i).append("\":{}}}");
    }
    schema.append("]}}}");
    JsonNode node = MAPPER.readTree(schema.toString());
    long begun = System.nanoTime();

    // When, Then
    assertThatThrownBy(() -> SchemaValues.value(node, 1)).hasMessageContaining("too large");
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"$ref\": \"#\"}",
        "{\"$ref\": \"#/no/where\"}",
        "{\"$ref\": \"https://example.com/schema.json\"}",
        "{\"$ref\": 5, \"enum\": [], \"type\": 7}",
        "{\"type\": \"number\", \"minimum\": 1e999, \"multipleOf\": 1e-300}",
        "{\"type\": \"integer\", \"minimum\": 10, \"maximum\": 5}",
        "{\"type\": \"string\", \"pattern\": \"((((a{99}){99}){99}){99}\"}",
        "{\"type\": \"string\", \"pattern\": \"[(\\\\\"}",
        "{\"type\": \"array\", \"uniqueItems\": true, \"minItems\": 5, \"items\": {\"const\": 1}}",
        "{\"allOf\": [], \"anyOf\": 3, \"oneOf\": [true, false]}",
        "{\"properties\": 3, \"required\": true, \"allOf\": [{\"required\": [\"a\"], \"properties\": {}}, 5]}",
        "{\"type\": \"object\", \"properties\": 3, \"required\": \"x\"}",
        "{\"type\": \"string\", \"enum\": [\"\\ud800\"]}"
      })
  void aSchemaThatMakesNoSenseStillGivesSomeJson(String schema) {
    for (int seed = 0; seed < 20; seed++) {
      assertThat(MAPPER.readTree(SchemaValues.value(MAPPER.readTree(schema), seed))).isNotNull();
    }
  }
}
