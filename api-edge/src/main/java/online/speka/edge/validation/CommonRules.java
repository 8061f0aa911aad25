package online.speka.edge.validation;

import static online.speka.edge.validation.ObjectRule.given;
import static online.speka.edge.validation.ObjectRule.object;
import static online.speka.edge.validation.Rules.anything;
import static online.speka.edge.validation.Rules.arrayOf;
import static online.speka.edge.validation.Rules.bool;
import static online.speka.edge.validation.Rules.byType;
import static online.speka.edge.validation.Rules.integer;
import static online.speka.edge.validation.Rules.mapOf;
import static online.speka.edge.validation.Rules.matching;
import static online.speka.edge.validation.Rules.number;
import static online.speka.edge.validation.Rules.string;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeType;

/// Fields that several endpoints read in the same way.
final class CommonRules {
  static final int CHOICES_MAX = 8;
  private static final int STOPS_MAX = 4;
  private static final int LOGIT_BIASES_MAX = 1024;

  static final Rule MODEL =
      string(1, Integer.MAX_VALUE).says("Id of the model, as `GET /v1/models` lists it.");
  static final Rule USER = string().says("The end user, for whoever looks into abuse.");
  static final Rule STREAM =
      bool().says("Whether the answer comes as server-sent events while it is made.");
  static final Rule STREAM_OPTIONS =
      object()
          .optional(
              "include_usage",
              bool().says("A last chunk without choices says what the request took."))
          .optional("include_obfuscation", bool().says("Accepted; nothing is padded."))
          .says("Only with `stream`.");
  static final Rule TEMPERATURE =
      number(0, 2).says("0 always takes the likeliest token, higher values spread the choice.");
  static final Rule TOP_P =
      number(0, 1).says("Only the likeliest tokens that together have this probability.");
  static final Rule PENALTY =
      number(-2, 2).says("Above 0: tokens that were there before become less likely.");
  static final Rule CHOICES = integer(1, CHOICES_MAX).says("How many answers.");
  static final Rule SEED =
      integer(Long.MIN_VALUE, Long.MAX_VALUE)
          .says("The same seed and request give the same answer, as far as the engine can.");
  static final Rule STOP =
      byType(
              "a string or an array of strings",
              Map.of(
                  JsonNodeType.STRING,
                  anything(),
                  JsonNodeType.ARRAY,
                  arrayOf(string(), 1, STOPS_MAX)))
          .says("The answer ends before any of these, which do not appear in it.");
  static final Rule LOGIT_BIAS =
      mapOf(
              matching(Pattern.compile("[0-9]{1,10}"), "a token id as key"),
              number(-100, 100),
              LOGIT_BIASES_MAX)
          .says("By token id, what is added to the token's logit.");

  static final Rule STREAM_OPTIONS_NEED_STREAM =
      ((Rule) CommonRules::streamOptionsNeedStream)
          .as(
              schema ->
                  Schemas.anyOf(
                      schema,
                      List.of(Schemas.whereAbsent("stream_options"), Schemas.whereTrue("stream"))));

  private CommonRules() {}

  private static @Nullable Violation streamOptionsNeedStream(JsonNode request) {
    return given(request, "stream_options") == null || ChatRules.isTrue(request, "stream")
        ? null
        : Violation.value("it is only allowed when stream is true.").in("stream_options");
  }
}
