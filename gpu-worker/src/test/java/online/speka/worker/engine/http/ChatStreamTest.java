package online.speka.worker.engine.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import online.speka.contract.usage.Usage;
import online.speka.worker.engine.EngineResult;
import org.junit.jupiter.api.Test;

class ChatStreamTest {

  private static final UsageBounds BOUNDS = new UsageBounds(1000, 100, 12);
  private static final String ROLE = chunk("{\"role\":\"assistant\",\"content\":\"\"}", "null");
  private static final String TEXT = chunk("{\"content\":\"Hi\"}", "null");
  private static final String STOP = chunk("{}", "\"stop\"");
  private static final String USAGE =
      event("{\"choices\":[],\"usage\":{\"prompt_tokens\":20,\"completion_tokens\":7}}");
  private static final String DONE = event("[DONE]");

  private final List<String> chunks = new ArrayList<>();

  @Test
  void whatClosesTheAnswerIsHeldBack() throws Exception {
    ChatStream stream = stream(true, 1);

    feed(stream, ROLE, TEXT, TEXT, STOP, USAGE, DONE);

    assertThat(chunks).containsExactly(ROLE, TEXT, TEXT);
    assertCompleted(stream.completed(), STOP + USAGE + DONE, Usage.of(20, 7));
  }

  @Test
  void usageThatTheClientDidNotAskForIsReadAndDropped() throws Exception {
    ChatStream stream = stream(false, 1);

    feed(stream, ROLE, TEXT, STOP, USAGE, DONE);

    assertCompleted(stream.completed(), STOP + DONE, Usage.of(20, 7));
  }

  /// Bug 5 of the interface's page: usage beside choices, or none where one was asked for.
  @Test
  void usageBesideAChoiceIsTakenOutOfItAndToldInAChunkOfItsOwnIfAskedFor() throws Exception {
    String last =
        event(
            "{\"id\":\"c\",\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}],"
                + "\"usage\":{\"prompt_tokens\":20,\"completion_tokens\":7}}");
    String without = last.replace("{\"prompt_tokens\":20,\"completion_tokens\":7}", "null");

    ChatStream unasked = stream(false, 1);
    feed(unasked, TEXT, last, DONE);
    assertCompleted(unasked.completed(), without + DONE, Usage.of(20, 7));

    ChatStream asked = stream(true, 1);
    feed(asked, TEXT, last, DONE);
    assertCompleted(
        asked.completed(),
        without
            + event(
                "{\"id\":\"c\",\"choices\":[],\"usage\":{\"prompt_tokens\":20,"
                    + "\"completion_tokens\":7,\"total_tokens\":27,"
                    + "\"prompt_tokens_details\":{\"cached_tokens\":0},"
                    + "\"completion_tokens_details\":{\"reasoning_tokens\":0}}}")
            + DONE,
        Usage.of(20, 7));
  }

  /// Bugs 8 and 17 of the interface's page: an empty list of calls, and reasoning under one name.
  @Test
  void chunksAreMendedOnTheirWay() throws Exception {
    ChatStream stream = stream(false, 1);

    feed(
        stream,
        chunk("{\"reasoning\":\"so \\\"x\\\"\",\"tool_calls\":[]}", "null"),
        chunk("{\"tool_calls\":[ ],\"reasoning_content\":\"y\"}", "null"),
        STOP,
        DONE);

    assertThat(chunks)
        .containsExactly(
            chunk(
                "{\"reasoning\":\"so \\\"x\\\"\",\"reasoning_content\":\"so \\\"x\\\"\"}", "null"),
            chunk("{\"reasoning_content\":\"y\",\"reasoning\":\"y\"}", "null"));
  }

  @Test
  void oneOfSeveralChoicesMayEndBeforeTheOthers() throws Exception {
    ChatStream stream = stream(false, 2);

    feed(stream, TEXT, STOP, TEXT, STOP, DONE);

    assertThat(chunks).containsExactly(TEXT, STOP, TEXT);
    assertThat(stream.completed())
        .isInstanceOfSatisfying(
            EngineResult.Completed.class,
            completed ->
                assertThat(new String(completed.lastBytes(), UTF_8)).isEqualTo(STOP + DONE));
  }

  @Test
  void withoutUsageTheTokensAreCounted() throws Exception {
    ChatStream stream = stream(true, 1);

    feed(stream, ROLE, TEXT, TEXT, TEXT, STOP, DONE);

    assertThat(stream.completed())
        .isInstanceOfSatisfying(
            EngineResult.Completed.class,
            completed -> {
              assertThat(completed.usage()).isEqualTo(Usage.of(12, 3));
              assertThat(completed.detail()).contains("estimated");
            });
  }

  @Test
  void aMissingDoneIsForgivenOnlyWhenEveryChoiceHasEnded() throws Exception {
    ChatStream one = stream(false, 1);
    feed(one, TEXT, STOP, USAGE);
    assertThat(one.completed())
        .isInstanceOfSatisfying(
            EngineResult.Completed.class,
            completed -> {
              assertThat(new String(completed.lastBytes(), UTF_8)).isEqualTo(STOP + DONE);
              assertThat(completed.detail()).contains("no [DONE]");
            });

    ChatStream two = stream(false, 2);
    feed(two, TEXT, STOP, TEXT);
    assertThatThrownBy(two::completed).isInstanceOf(UpstreamException.class);
  }

  @Test
  void aStreamThatJustEndsIsBroken() throws Exception {
    ChatStream stream = stream(false, 1);
    feed(stream, ROLE, TEXT);

    assertThatThrownBy(stream::completed)
        .isInstanceOfSatisfying(
            UpstreamException.class,
            e -> assertThat(e.problem()).isInstanceOf(UpstreamProblem.Failed.class));
    assertThat(stream.usageSoFar()).isEqualTo(Usage.of(12, 1));
  }

  @Test
  void errorsInMidStreamEndTheAnswer() {
    for (String error :
        List.of(
            event("{\"error\":{\"message\":\"boom\",\"code\":500}}"),
            "error: {\"code\":500,\"message\":\"boom\"}\n\n",
            "event: error\ndata: {\"error\":{\"message\":\"boom\"}}\n\n")) {
      assertThatThrownBy(() -> feed(stream(false, 1), TEXT, error))
          .isInstanceOfSatisfying(
              UpstreamException.class,
              e -> assertThat(e.problem()).isInstanceOf(UpstreamProblem.Failed.class));
    }
  }

  @Test
  void aNullErrorIsNone() throws Exception {
    String chunk = event("{\"choices\":[{\"delta\":{\"content\":\"x\"}}],\"error\":null}");
    ChatStream stream = stream(false, 1);

    feed(stream, chunk);

    assertThat(chunks).containsExactly(chunk);
  }

  @Test
  void whatIsNotJsonIsRefused() {
    assertThatThrownBy(() -> feed(stream(false, 1), TEXT, event("<html>")))
        .isInstanceOf(UpstreamException.class);
    assertThatThrownBy(() -> feed(stream(false, 1), event("{\"usage\":{\"prompt_tokens\":}}")))
        .isInstanceOf(UpstreamException.class);
  }

  @Test
  void aCancelBeforeTheFirstTokenCostsNothing() throws Exception {
    ChatStream stream = stream(false, 1);
    feed(stream, ROLE);

    assertThat(stream.usageSoFar()).isEqualTo(Usage.NONE);
    assertThat(stream.hasBegun()).isTrue();
  }

  private void feed(ChatStream stream, String... events) throws Exception {
    for (String event : events) {
      var _ =
          stream.accept(
              SseEvent.of(event.getBytes(UTF_8)), bytes -> chunks.add(new String(bytes, UTF_8)));
    }
  }

  private static ChatStream stream(boolean usageWanted, int choices) {
    return new ChatStream(
        new RequestEdit(new byte[0], usageWanted, choices), BOUNDS, new AnswerEdit(null));
  }

  private static void assertCompleted(EngineResult result, String last, Usage usage) {
    assertThat(result)
        .isInstanceOfSatisfying(
            EngineResult.Completed.class,
            completed -> {
              assertThat(new String(completed.lastBytes(), UTF_8)).isEqualTo(last);
              assertThat(completed.usage()).isEqualTo(usage);
              assertThat(completed.detail()).isEmpty();
            });
  }

  private static String chunk(String delta, String finish) {
    return event(
        "{\"choices\":[{\"index\":0,\"delta\":" + delta + ",\"finish_reason\":" + finish + "}]}");
  }

  private static String event(String payload) {
    return "data: " + payload + "\n\n";
  }
}
