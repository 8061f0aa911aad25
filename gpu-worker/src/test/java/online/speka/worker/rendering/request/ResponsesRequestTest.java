package online.speka.worker.rendering.request;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import online.speka.contract.catalog.JobKind;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ResponsesRequestTest {

  private static final JsonMapper JSON = JsonMapper.shared();

  private static JsonNode chat(String body) {
    return ResponsesRequest.toChat(body.getBytes(UTF_8));
  }

  private static JsonNode messages(String input) {
    return chat("{\"model\":\"m\",\"input\":" + input + "}").get("messages");
  }

  @Test
  void aStringIsOneMessageOfTheUserBehindTheInstructions() {
    assertThat(chat("{\"model\":\"m\",\"instructions\":\"Be brief\",\"input\":\"Hi\"}"))
        .isEqualTo(
            JSON.readTree(
                """
                {"model":"m","messages":[{"role":"system","content":"Be brief"},
                                         {"role":"user","content":"Hi"}]}"""));
  }

  @Test
  void itemsOfOneTurnAreOneMessage() {
    assertThat(
            messages(
                """
                [{"role":"user","content":[{"type":"input_text","text":"Weather?"}]},
                 {"type":"reasoning","id":"rs_1","summary":[],
                  "content":[{"type":"reasoning_text","text":"Call."}]},
                 {"type":"message","id":"msg_1","status":"completed","role":"assistant",
                  "content":[{"type":"output_text","text":"Wait.","annotations":[]}]},
                 {"type":"function_call","id":"fc_1","call_id":"a","name":"f","arguments":"{}"},
                 {"type":"function_call","call_id":"b","name":"g","arguments":"{}"},
                 {"type":"function_call_output","call_id":"a","output":"sun"},
                 {"type":"function_call_output","call_id":"b",
                  "output":[{"type":"input_text","text":"rain"}]},
                 {"type":"message","role":"developer","content":"Now answer"}]"""))
        .isEqualTo(
            JSON.readTree(
                """
                [{"role":"user","content":[{"type":"text","text":"Weather?"}]},
                 {"role":"assistant","reasoning_content":"Call.",
                  "content":[{"type":"text","text":"Wait."}],
                  "tool_calls":[
                    {"id":"a","type":"function","function":{"name":"f","arguments":"{}"}},
                    {"id":"b","type":"function","function":{"name":"g","arguments":"{}"}}]},
                 {"role":"tool","tool_call_id":"a","content":"sun"},
                 {"role":"tool","tool_call_id":"b","content":[{"type":"text","text":"rain"}]},
                 {"role":"developer","content":"Now answer"}]"""));
  }

  @Test
  void aThoughtThatNothingFollowsIsATurnOfItsOwn() {
    assertThat(
            messages(
                """
                [{"role":"user","content":"Why?"},
                 {"type":"reasoning","summary":[{"type":"summary_text","text":"Hm."}]}]"""))
        .isEqualTo(
            JSON.readTree(
                """
                [{"role":"user","content":"Why?"},
                 {"role":"assistant","reasoning_content":"Hm.","content":""}]"""));
  }

  @Test
  void inputOfThoughtsAloneIsStillAConversation() {
    assertThat(messages("[{\"type\":\"reasoning\"}]"))
        .isEqualTo(JSON.readTree("[{\"role\":\"assistant\",\"content\":\"\"}]"));
  }

  @Test
  void wordsAfterACallAreAnotherTurn() {
    assertThat(
            messages(
                """
                [{"type":"function_call","call_id":"a","name":"f","arguments":"{}"},
                 {"role":"assistant","content":"Done"},{"role":"assistant","content":"Really"}]"""))
        .hasSize(3);
  }

  @Test
  void everyFieldThatSteersTheAnswerIsTold() {
    JsonNode chat =
        chat(
            """
            {"model":"m","input":"Hi","max_output_tokens":7,"temperature":0.5,"top_p":0.9,
             "reasoning":{"effort":"low"},"top_k":3,"parallel_tool_calls":false,
             "text":{"format":{"type":"json_schema","name":"n","schema":{"a":1},"strict":true}},
             "tools":[{"type":"function","name":"f","parameters":{"type":"object"},"strict":true}],
             "tool_choice":{"type":"function","name":"f"},
             "include":["message.output_text.logprobs"],"top_logprobs":2,
             "stream":true,"store":false,"background":false,"n":5,"messages":[]}""");
    assertThat(chat)
        .isEqualTo(
            JSON.readTree(
                """
                {"model":"m","messages":[{"role":"user","content":"Hi"}],"max_tokens":7,
                 "temperature":0.5,"top_p":0.9,"reasoning_effort":"low","top_k":3,
                 "parallel_tool_calls":false,
                 "response_format":{"type":"json_schema",
                   "json_schema":{"name":"n","schema":{"a":1},"strict":true}},
                 "tools":[{"type":"function","function":
                   {"name":"f","parameters":{"type":"object"},"strict":true}}],
                 "tool_choice":{"type":"function","function":{"name":"f"}},
                 "logprobs":true,"top_logprobs":2}"""));
  }

  @Test
  void withoutToolsThereIsNoChoice() {
    assertThat(chat("{\"model\":\"m\",\"input\":\"Hi\",\"tools\":[],\"tool_choice\":\"auto\"}"))
        .doesNotContain(JSON.readTree("\"auto\""));
  }

  @Test
  void enginesReadItAsAnyChat() {
    ChatRequest request =
        ChatRequest.parse(
            JobKind.RESPONSES,
            "{\"model\":\"m\",\"input\":\"Hi\",\"max_output_tokens\":5}".getBytes(UTF_8));
    assertThat(request.limits().maxTokens()).isEqualTo(5);
    assertThat(request.messages()).hasSize(1);
    assertThat(request.messages().getFirst().text()).isEqualTo("Hi");
  }

  @Test
  void whatCannotBeReadIsNamed() {
    assertThatThrownBy(() -> messages("[{\"type\":\"item_reference\",\"id\":\"x\"}]"))
        .isInstanceOfSatisfying(
            InvalidRequestException.class,
            e -> assertThat(e.error().param()).isEqualTo("input[0].type"));
  }
}
