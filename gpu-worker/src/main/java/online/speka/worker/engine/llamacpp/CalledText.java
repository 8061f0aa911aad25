package online.speka.worker.engine.llamacpp;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import online.speka.worker.rendering.FinishReason;
import online.speka.worker.rendering.TokenEvent;
import online.speka.worker.rendering.TokenLogprob;
import online.speka.worker.rendering.Utf8Assembler;
import online.speka.worker.rendering.request.ToolChoice;
import org.jspecify.annotations.Nullable;

/// Reads calls out of text that [ToolGrammar] has held to its form. A call is told as soon as its
/// name is known, and its arguments as they come.
final class CalledText implements SpokenText {

  private final int choice;
  private final IntFunction<String> ids;
  private final FinishReason done;
  private final Utf8Assembler utf8 = new Utf8Assembler();

  /// What has been read of the current call's head.
  private final StringBuilder head = new StringBuilder();

  /// What of the current call's arguments has not been shown.
  private final StringBuilder arguments = new StringBuilder();

  private Where where = Where.HEAD;
  private int calls;
  private int depth;
  private boolean inString;
  private boolean escaped;

  private enum Where {
    HEAD,
    ARGUMENTS,
    /// Behind the arguments, before the next call.
    TAIL
  }

  /// @param ids names the calls of this choice
  CalledText(int choice, IntFunction<String> ids, ToolChoice toolChoice) {
    this.choice = choice;
    this.ids = ids;
    this.done = FinishReason.ofCalls(toolChoice);
  }

  @Override
  public List<TokenEvent> push(byte[] token, @Nullable TokenLogprob logprob) {
    String text = utf8.push(token);
    List<TokenEvent> events = new ArrayList<>(2);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (where) {
        case HEAD -> readHead(c, events);
        case ARGUMENTS -> readArguments(c, events);
        case TAIL -> {
          if (c == ToolGrammar.CLOSING.charAt(ToolGrammar.CLOSING.length() - 1)) {
            where = Where.HEAD;
          }
        }
      }
    }
    showArguments(events);
    return events;
  }

  private void readHead(char c, List<TokenEvent> events) {
    head.append(c);
    int end = head.length() - ToolGrammar.BEFORE_ARGUMENTS.length();
    if (end > 0 && head.indexOf(ToolGrammar.BEFORE_ARGUMENTS, end) == end) {
      int name = head.indexOf(ToolGrammar.OPENING) + ToolGrammar.OPENING.length();
      // Names need no escapes: the edge takes none that would.
      String function = head.substring(name + 1, end - 1);
      events.add(new TokenEvent.CallStart(choice, calls, ids.apply(calls), function));
      calls++;
      head.setLength(0);
      where = Where.ARGUMENTS;
    }
  }

  private void readArguments(char c, List<TokenEvent> events) {
    arguments.append(c);
    if (escaped) {
      escaped = false;
    } else if (inString) {
      escaped = c == '\\';
      inString = c != '"';
    } else {
      inString = c == '"';
      depth += c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
      if (depth == 0) {
        showArguments(events);
        where = Where.TAIL;
      }
    }
  }

  private void showArguments(List<TokenEvent> events) {
    if (!arguments.isEmpty()) {
      events.add(new TokenEvent.CallArguments(choice, calls - 1, arguments.toString()));
      arguments.setLength(0);
    }
  }

  @Override
  public boolean stopped() {
    return false;
  }

  @Override
  public List<TokenEvent> rest() {
    return List.of();
  }

  @Override
  public FinishReason done() {
    return done;
  }
}
