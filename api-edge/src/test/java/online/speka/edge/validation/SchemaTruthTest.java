package online.speka.edge.validation;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.List;
import java.util.Random;
import java.util.Set;
import online.speka.contract.catalog.JobKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The schemas that clients are shown accept exactly what the rules accept, but for what JSON Schema
 * has no words for.
 */
class SchemaTruthTest {
  private static final int SAMPLES = 20_000;
  private static final SchemaRegistry SCHEMAS =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  /** The one thing of these that only code says, and random values come upon. */
  private static final Set<String> OTHER_TOOL =
      Set.of("tool_choice.function.name", "tool_choice.name");

  @ParameterizedTest
  @EnumSource
  void whatTheSchemaAcceptsTheRulesAcceptAndNothingElse(JobKind kind) {
    long seed = Long.getLong("speka.seed", new Random().nextLong());
    ObjectNode document = RequestSchemas.of(kind);
    Schema schema = SCHEMAS.getSchema(document);
    ObjectRule rules = RequestSchemas.rules(kind);
    SchemaSamples samples = new SchemaSamples(new Random(seed));
    int accepted = 0;

    for (int i = 0; i < SAMPLES; i++) {
      JsonNode value = samples.sample(document);
      List<Error> errors = schema.validate(value);
      Violation violation = rules.check(value);

      if (violation == null || !OTHER_TOOL.contains(violation.place())) {
        assertThat(errors.isEmpty())
            .as("-Dspeka.seed=%s: %s: rules: %s, schema: %s", seed, value, violation, errors)
            .isEqualTo(violation == null);
      }
      accepted += violation == null ? 1 : 0;
    }

    assertThat(accepted)
        .as("right ones among the samples, seed %s", seed)
        .isBetween(SAMPLES / 10, SAMPLES);
  }

  @ParameterizedTest
  @EnumSource
  void everyFieldIsExplainedToTheReader(JobKind kind) {
    RequestSchemas.of(kind)
        .get("properties")
        .properties()
        .forEach(
            field ->
                assertThat(field.getValue().path("description").asString(""))
                    .as(field.getKey())
                    .isNotBlank());
  }

  @Test
  void aSchemaSaysWhatTheRuleSays() {
    ObjectRule rule =
        ObjectRule.object()
            .required("a", Rules.integer(1, 9).says("How many."))
            .optional("b", Rules.oneOf("x", "y"))
            .optional("c", Rules.arrayOf(Rules.string(1, 5), 0, Integer.MAX_VALUE));

    assertThat(rule.schema().toString())
        .isEqualTo(
            "{'type':'object','required':['a'],'properties':{"
                .concat("'a':{'type':'integer','minimum':1,'maximum':9,'description':'How many.'},")
                .concat("'b':{'type':['string','null'],'enum':['x','y',null]},")
                .concat("'c':{'type':['array','null'],'items':{'type':'string','minLength':1,")
                .concat("'maxLength':5},'minItems':0}}}")
                .replace('\'', '"'));
  }
}
