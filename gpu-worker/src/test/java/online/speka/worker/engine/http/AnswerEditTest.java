package online.speka.worker.engine.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswerEditTest {

  private static final AnswerEdit SAME_NAME = AnswerEdit.of("m", "m");
  private static final AnswerEdit OTHER_NAME = AnswerEdit.of("meta/llama", "up-llama");

  private static String mended(AnswerEdit edit, String json) {
    byte[] bytes = json.getBytes(UTF_8);
    return new String(edit.apply(bytes, 0, bytes.length), UTF_8);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "{'reasoning':'a'} | {'reasoning':'a','reasoning_content':'a'}",
        "{'reasoning_content' : 'a','x':1} | {'reasoning_content' : 'a','reasoning':'a','x':1}",
        "{'reasoning':'a','reasoning_content':'a'} | {'reasoning':'a','reasoning_content':'a'}",
        "{'reasoning':null} | {'reasoning':null}",
        "{'a':{'reasoning':'1'},'b':{'reasoning':'2'}} | "
            + "{'a':{'reasoning':'1','reasoning_content':'1'},"
            + "'b':{'reasoning':'2','reasoning_content':'2'}}",
        "{'tool_calls':[]} | {}",
        "{'x':1, 'tool_calls': [ ] } | {'x':1 }",
        "{'tool_calls':[],'x':1} | {'x':1}",
        "{'tool_calls':[{'index':0}]} | {'tool_calls':[{'index':0}]}",
        "{'content':'\\'reasoning\\':\\'a\\''} | {'content':'\\'reasoning\\':\\'a\\''}",
        "{'tool_calls':[ | {'tool_calls':[",
        "{'reasoning':'a | {'reasoning':'a,'reasoning_content':'a",
      })
  void onlyWhatClientsStumbleOverChanges(String given, String expected) {
    assertThat(mended(SAME_NAME, given.replace('\'', '"'))).isEqualTo(expected.replace('\'', '"'));
  }

  @Test
  void theModelHasTheClientsNameForIt() {
    assertThat(mended(OTHER_NAME, "{\"id\":\"1\",\"model\": \"up-llama\",\"choices\":[]}"))
        .isEqualTo("{\"id\":\"1\",\"model\": \"meta/llama\",\"choices\":[]}");
    assertThat(mended(SAME_NAME, "{\"model\":\"other\"}")).isEqualTo("{\"model\":\"other\"}");
    assertThat(mended(OTHER_NAME, "{\"model\":null}")).isEqualTo("{\"model\":null}");
  }

  @Test
  void whatNeedsNoMendingIsNotCopied() {
    byte[] bytes = "{\"choices\":[{\"delta\":{\"content\":\"x\"}}]}".getBytes(UTF_8);
    assertThat(SAME_NAME.apply(bytes, 0, bytes.length)).isSameAs(bytes);
  }
}
