package online.speka.worker.engine.llamacpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import online.speka.contract.error.ErrorReason;
import online.speka.worker.rendering.request.InvalidRequestException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class SchemaGrammarTest {

  private static String grammar(String schema) {
    return grammar(schema, true);
  }

  private static String grammar(String schema, boolean strict) {
    return SchemaGrammar.of(JsonMapper.shared().readTree(schema.replace('\'', '"')), strict);
  }

  @Test
  void requiredPropertiesComeInOrder() {
    assertThat(
            grammar(
                """
                {'type':'object','properties':{'a':{'type':'string'},'b':{'type':'integer'}},
                 'required':['a','b'],'additionalProperties':false}"""))
        .isEqualTo(
            """
            r0 ::= "\\"b\\"" ":" ws ( integer )\s
            r1 ::= "," ws "\\"b\\"" ":" ws ( integer )\s
            r2 ::= "\\"a\\"" ":" ws ( string ) r1
            r3 ::= "," ws "\\"a\\"" ":" ws ( string ) r1
            r4 ::= "{" ws r2 "}" ws
            root ::= r4
            """);
  }

  @Test
  void valuesAreQuotedTwice() {
    assertThat(grammar("{'enum':['a\\\\b',7]}"))
        .isEqualTo("root ::= ( \"\\\"a\\\\\\\\b\\\"\" ws | \"7\" ws )\n");
  }

  @Test
  void aReferenceIsARuleAndMayLeadBackFromWithinBrackets() {
    assertThat(grammar("{'type':'array','items':{'$ref':'#'}}"))
        .contains("ref0 ::= r0", "( ref0 )", "root ::= r2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{'$ref':'#'} | itself",
        "{'anyOf':[{'$ref':'#/$defs/a'}],'$defs':{'a':{'$ref':'#/$defs/a'}}} | itself",
        "{'$ref':'#/$defs/none'} | nowhere",
        "{'$ref':'https://example.com/x'} | another document",
        "{'type':'string','pattern':'^a$'} | pattern",
        "{'type':'integer','minimum':3} | minimum",
        "{'type':'tuple'} | unknown type: tuple",
        "{'anyOf':[]} | alternatives",
        "{'enum':7} | alternatives",
        "{'allOf':[{},{}]} | allOf",
        "{'type':'string','maxLength':100000} | maxLength",
        "{'type':'array','minItems':-1} | minItems",
        "7 | no schema",
        "false | no schema"
      })
  void whatCannotBeHeldToIsRefusedWithItsReason(String schema, String word) {
    assertThatThrownBy(() -> grammar(schema))
        .isInstanceOfSatisfying(
            InvalidRequestException.class,
            e -> {
              assertThat(e.error().reason()).isEqualTo(ErrorReason.UNSUPPORTED_VALUE);
              assertThat(e.error().param()).isEqualTo("response_format");
              assertThat(e.error().message()).contains(word);
            });
  }

  @Test
  void aSchemaThatIsNotStrictLeavesOutWhatCannotBeExpressed() {
    assertThat(grammar("{'type':'string','pattern':'^a$'}", false)).isEqualTo("root ::= string\n");
  }

  @Test
  void aHugeSchemaIsRefusedAtOnce() {
    String deep = "{'type':'array','items':".repeat(100) + "{}" + "}".repeat(100);
    assertThatThrownBy(() -> grammar(deep)).hasMessageContaining("deeply");
    StringBuilder wide = new StringBuilder("{'type':'object','properties':{");
    for (int i = 0; i < 2000; i++) {
      wide.append(i == 0 ? "" : ",").append("'p").append(i).append("':{'type':'null'}");
    }
    assertThatThrownBy(() -> grammar(wide.append("}}").toString())).hasMessageContaining("large");
    String repeated = "{'type':'string','maxLength':1000},".repeat(10);
    assertThatThrownBy(
            () -> grammar("{'anyOf':[" + repeated.substring(0, repeated.length() - 1) + "]}"))
        .hasMessageContaining("large");
  }
}
