package online.speka.worker.engine.simulator;

import java.util.ArrayList;
import java.util.List;
import online.speka.contract.catalog.EngineSpec;
import online.speka.worker.engine.simulator.schema.SchemaValues;
import online.speka.worker.engine.simulator.words.Dice;
import online.speka.worker.engine.simulator.words.Token;
import online.speka.worker.engine.simulator.words.TokenSource;
import online.speka.worker.engine.simulator.words.Tokenizer;
import online.speka.worker.rendering.FinishReason;
import online.speka.worker.rendering.request.ChatRequest;
import online.speka.worker.rendering.request.ChatRequest.ReasoningEffort;
import online.speka.worker.rendering.request.Message;
import online.speka.worker.rendering.request.ResponseFormat;
import online.speka.worker.rendering.request.Tool;
import online.speka.worker.rendering.request.ToolChoice;

/// What the choices of an answer consist of: reasoning, then calls, JSON or prose.
///
/// A model that may call functions does so unless the conversation ends with a function's result,
/// so a client's loop of calls comes to an end.
record Script(ChatRequest request, EngineSpec.Simulator engine, long seed) {

  private static final int NATURAL_TOKENS_MIN = 20;
  private static final int NATURAL_TOKENS_MAX = 120;
  private static final int CALLS_MAX = 2;

  private static final int REASONING = 1;
  private static final int CONTENT = 2;
  private static final int CALLS = 3;
  private static final int LENGTH = 4;

  /// Why a choice ends that is not cut short.
  FinishReason whole() {
    return calls() ? FinishReason.ofCalls(request.tooling().choice()) : FinishReason.STOP;
  }

  List<Segment> choice(int choice) {
    long own = Dice.mix(seed, choice);
    List<Segment> segments = new ArrayList<>(2);
    if (engine.reasoning() && request.output().reasoningEffort() != ReasoningEffort.NONE) {
      long thoughts = Dice.mix(own, REASONING);
      segments.add(new Segment.Think(TokenSource.ending(thoughts, reasoningTokens(thoughts))));
    }
    if (calls()) {
      segments.addAll(calls(new Dice(Dice.mix(own, CALLS))));
    } else {
      segments.add(new Segment.Say(content(own)));
    }
    return segments;
  }

  private boolean calls() {
    return switch (request.tooling().choice()) {
      case ToolChoice.None _ -> false;
      case ToolChoice.Required _, ToolChoice.Named _ -> true;
      case ToolChoice.Auto _ -> request.messages().getLast().role() != Message.Role.TOOL;
    };
  }

  private List<Segment> calls(Dice dice) {
    List<Tool> tools = request.tooling().tools();
    int first = dice.below(tools.size());
    int count = 1;
    if (request.tooling().choice() instanceof ToolChoice.Named(String function)) {
      while (!tools.get(first).name().equals(function)) {
        first = (first + 1) % tools.size();
      }
    } else if (request.tooling().parallel()) {
      count = dice.between(1, Math.min(CALLS_MAX, tools.size()));
    }
    List<Segment> calls = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      Tool tool = tools.get((first + i) % tools.size());
      calls.add(new Segment.Call(i, tool.name(), arguments(tool, dice.next())));
    }
    return calls;
  }

  private static List<Token> arguments(Tool tool, long seed) {
    return tool.parameters() == null
        ? Tokenizer.tokens("{}")
        : Tokenizer.tokens(SchemaValues.object(tool.parameters(), seed));
  }

  private TokenSource content(long own) {
    long words = Dice.mix(own, CONTENT);
    return switch (request.output().format()) {
      case ResponseFormat.JsonObject _ -> said(SchemaValues.anyObject(words));
      case ResponseFormat.JsonSchema(_, var schema, _) -> said(SchemaValues.value(schema, words));
      case ResponseFormat.Text _ -> prose(words);
    };
  }

  private static TokenSource said(String text) {
    return TokenSource.of(Tokenizer.tokens(text));
  }

  /// A client that sets a limit gets an answer of that length: a load of a known size.
  private TokenSource prose(long words) {
    if (request.limits().maxTokens() != null) {
      return TokenSource.endless(words);
    }
    Dice dice = new Dice(Dice.mix(words, LENGTH));
    return TokenSource.ending(words, dice.between(NATURAL_TOKENS_MIN, NATURAL_TOKENS_MAX));
  }

  private int reasoningTokens(long thoughts) {
    Dice dice = new Dice(Dice.mix(thoughts, LENGTH));
    return switch (request.output().reasoningEffort()) {
      case NONE -> 0;
      case MINIMAL -> dice.between(4, 8);
      case LOW -> dice.between(8, 16);
      case null -> dice.between(16, 48);
      case MEDIUM -> dice.between(16, 48);
      case HIGH -> dice.between(48, 96);
      case XHIGH, MAX -> dice.between(96, 160);
    };
  }
}
