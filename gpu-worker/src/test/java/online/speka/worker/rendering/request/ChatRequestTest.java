package online.speka.worker.rendering.request;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import online.speka.contract.catalog.ModelSpec;
import online.speka.contract.error.ErrorReason;
import online.speka.worker.rendering.request.Message.Part;
import online.speka.worker.rendering.request.Message.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChatRequestTest {

  private static final String ALL =
      """
      {"model": "m", "temperature": 0.5, "top_p": 0.9, "top_k": 40, "min_p": 0.1, "seed": -7,
       "presence_penalty": 1, "frequency_penalty": -1, "repetition_penalty": 1.1,
       "max_tokens": 10, "max_completion_tokens": 20, "n": 3, "stop": ["a", "b"],
       "stream": true, "stream_options": {"include_usage": true, "include_obfuscation": false},
       "logprobs": true, "top_logprobs": 5, "logit_bias": {"42": -100},
       "reasoning_effort": "high", "response_format": {"type": "json_schema", "json_schema":
         {"name": "answer", "strict": true, "schema": {"type": "object"}}},
       "tools": [{"type": "function", "function": {"name": "f", "description": "d", "strict": true,
         "parameters": {"type": "object"}}}, {"type": "function", "function": {"name": "g"}}],
       "tool_choice": {"type": "function", "function": {"name": "g"}},
       "parallel_tool_calls": false, "user": "u", "unknown": {"x": 1}, "top_a": null,
       "messages": [
         {"role": "developer", "content": "be brief"},
         {"role": "user", "name": "ann", "content": [
            {"type": "text", "text": "what is "},
            {"type": "image_url", "image_url": {"url": "https://example.com/x.png"}},
            {"type": "input_audio", "input_audio": {"data": "AAA", "format": "wav"}},
            {"type": "file", "file": {"file_id": "file-1"}},
            {"type": "text", "text": "this?"}]},
         {"role": "assistant", "content": null, "reasoning": "hm", "tool_calls": [
            {"id": "call_1", "type": "function", "function": {"name": "f", "arguments": "{}"}}]},
         {"role": "tool", "tool_call_id": "call_1", "content": [{"type": "text", "text": "42"}]},
         {"role": "assistant", "refusal": "no", "reasoning_content": "why"}]}
      """;

  @Test
  void everyFieldIsRead() {
    ChatRequest request = parse(ALL);
    assertThat(request.sampling())
        .isEqualTo(
            new Sampling(
                0.5,
                new Sampling.Truncation(0.9, 40, 0.1),
                new Sampling.Penalties(1, -1, 1.1),
                -7L,
                java.util.Map.of("42", -100.0)));
    assertThat(request.limits()).isEqualTo(new ChatRequest.Limits(20, 3, List.of("a", "b")));
    assertThat(request.output().stream()).isTrue();
    assertThat(request.output().includeUsage()).isTrue();
    assertThat(request.output().topLogprobs()).isEqualTo(5);
    assertThat(request.output().reasoningEffort()).isEqualTo(ChatRequest.ReasoningEffort.HIGH);
    assertThat(request.output().format())
        .isInstanceOfSatisfying(
            ResponseFormat.JsonSchema.class,
            format -> assertThat(format.schema().path("type").stringValue()).isEqualTo("object"));
    assertThat(request.tooling().tools()).extracting(Tool::name).containsExactly("f", "g");
    assertThat(request.tooling().choice()).isEqualTo(new ToolChoice.Named("g"));
    assertThat(request.tooling().parallel()).isFalse();
  }

  @Test
  void messagesOfEveryShapeAreRead() {
    List<Message> messages = parse(ALL).messages();
    assertThat(messages.get(0)).isEqualTo(Message.of(Role.DEVELOPER, "be brief"));
    assertThat(messages.get(1).text()).isEqualTo("what is this?");
    assertThat(messages.get(1).name()).isEqualTo("ann");
    assertThat(messages.get(1).parts())
        .contains(
            new Part.Media("image_url", "https://example.com/x.png"),
            new Part.Media("input_audio", "AAA"),
            new Part.Media("file", "file-1"));
    assertThat(messages.get(2).parts()).isEmpty();
    assertThat(messages.get(2).toolCalls())
        .containsExactly(new Message.ToolCall("call_1", "f", "{}"));
    assertThat(messages.get(2).reasoning()).isEqualTo("hm");
    assertThat(messages.get(3).toolCallId()).isEqualTo("call_1");
    assertThat(messages.get(3).text()).isEqualTo("42");
    assertThat(messages.get(4).parts()).containsExactly(new Part.Refusal("no"));
    assertThat(messages.get(4).reasoning()).isEqualTo("why");
  }

  @Test
  void whatIsAbsentOrNullHasItsDefault() {
    String body =
        """
        {"model": "m", "messages": [{"role": "user", "content": "hi"}], "temperature": null,
         "stop": null, "tools": [], "tool_choice": "auto", "stream_options": null, "n": null,
         "response_format": null, "max_tokens": null, "logit_bias": null}
        """;
    ChatRequest request = parse(body);
    assertThat(request.sampling().temperature()).isNull();
    assertThat(request.limits()).isEqualTo(new ChatRequest.Limits(null, 1, List.of()));
    assertThat(request.tooling()).isEqualTo(ChatRequest.Tooling.NONE);
    assertThat(request.output())
        .isEqualTo(new ChatRequest.Output(false, false, false, 0, new ResponseFormat.Text(), null));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"messages": [{"role": "user"}]} | MISSING_PARAMETER | model
          {"model": "m"} | MISSING_PARAMETER | messages
          {"model": "m", "messages": []} | MISSING_PARAMETER | messages
          {"model": "m", "messages": "hi"} | INVALID_TYPE | messages
          {"model": "m", "messages": ["hi"]} | INVALID_TYPE | messages[0]
          {"model": "m", "messages": [{"role": "king"}]} | INVALID_VALUE | messages[0].role
          {"model": "m", "messages": [{"role": "user", "content": 1}]} | INVALID_TYPE | messages[0].content
          {"model": "m", "messages": [{"role": "user", "content": [{"type": "text"}]}]} | MISSING_PARAMETER | messages[0].content[0].text
          {"model": "m", "messages": [{"role": "user"}], "temperature": "hot"} | INVALID_TYPE | temperature
          {"model": "m", "messages": [{"role": "user"}], "temperature": 1e999} | INVALID_VALUE | temperature
          {"model": "m", "messages": [{"role": "user"}], "n": 1.5} | INVALID_TYPE | n
          {"model": "m", "messages": [{"role": "user"}], "seed": 99999999999999999999999} | INVALID_VALUE | seed
          {"model": "m", "messages": [{"role": "user"}], "stop": ["a", 1]} | INVALID_TYPE | stop[1]
          {"model": "m", "messages": [{"role": "user"}], "functions": [{}]} | UNSUPPORTED_VALUE | functions
          {"model": "m", "messages": [{"role": "user"}], "function_call": "auto"} | UNSUPPORTED_VALUE | function_call
          {"model": "m", "messages": [{"role": "user"}], "tools": [{"type": "function", "function": {"name": "f"}}], "tool_choice": {"function": {"name": "g"}}} | INVALID_VALUE | tool_choice
          {"model": "m", "messages": [{"role": "user"}], "logit_bias": {"5": 1000}} | INVALID_VALUE | logit_bias.5
          """)
  void whatIsWrongIsRefusedByName(String body, ErrorReason reason, String param) {
    InvalidRequestException refusal =
        catchThrowableOfType(InvalidRequestException.class, () -> parse(body));
    assertThat(refusal.error().reason()).isEqualTo(reason);
    assertThat(refusal.error().param()).isEqualTo(param);
  }

  @Test
  void anEmptyListOfWhatIsNotOfferedAsksForNothing() {
    ChatRequest request =
        parse(
            """
            {"model": "m", "messages": [{"role": "user", "content": "Hi"}], "functions": []}""");

    assertThat(request.tooling().tools()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          nothing
          []
          42
          {"model": "m"
          {} {}
          """)
  void whatIsNoJsonObjectIsRefused(String body) {
    InvalidRequestException refusal =
        catchThrowableOfType(InvalidRequestException.class, () -> parse(body));
    assertThat(refusal.error().reason()).isEqualTo(ErrorReason.BAD_REQUEST);
  }

  @Test
  void theWindowLimitsTheAnswer() {
    ModelSpec.Capacity capacity = new ModelSpec.Capacity(1, 100, 60);
    ChatRequest.Limits open = new ChatRequest.Limits(null, 1, List.of());
    ChatRequest.Limits wide = new ChatRequest.Limits(Integer.MAX_VALUE, 1, List.of());
    ChatRequest.Limits narrow = new ChatRequest.Limits(5, 1, List.of());
    assertThat(open.completionTokensMax(capacity, 10)).isEqualTo(60);
    assertThat(wide.completionTokensMax(capacity, 70)).isEqualTo(30);
    assertThat(narrow.completionTokensMax(capacity, 99)).isEqualTo(1);
    InvalidRequestException refusal =
        catchThrowableOfType(
            InvalidRequestException.class, () -> narrow.completionTokensMax(capacity, 100));
    assertThat(refusal.error().reason()).isEqualTo(ErrorReason.CONTEXT_LENGTH_EXCEEDED);
    assertThat(refusal.error().param()).isEqualTo("messages");
    assertThat(refusal.error().message()).contains("100 tokens");
  }

  private static ChatRequest parse(String body) {
    return ChatRequest.parse(body.getBytes(UTF_8));
  }
}
