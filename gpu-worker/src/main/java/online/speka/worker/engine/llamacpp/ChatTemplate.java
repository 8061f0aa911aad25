package online.speka.worker.engine.llamacpp;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import online.speka.worker.engine.EngineStartException;

/// The way a model was taught to read a conversation.
///
/// llama.cpp recognises the family of the model's own template and renders its plain form. Unlike
/// the template itself, that adds no system prompt of its own where the client gave none: with the
/// one that SmolLM2 brings, its smallest size answers nonsense.
///
/// What clients wrote never goes through the template. Its places are marked instead, so that the
/// words of a control token in a message stay words.
final class ChatTemplate {

  private static final int BYTES_PER_MESSAGE_USUAL = 256;

  private final ModelCalls calls;
  private final MemorySegment template;

  /// @param template C string, or NULL for ChatML; lives as long as the model
  ChatTemplate(ModelCalls calls, MemorySegment template) {
    this.calls = calls;
    this.template = template;
  }

  /// One message as the template sees it.
  record Turn(String role, String content) {}

  /// A piece of a prompt.
  ///
  /// @param control whether it comes from the template, so that control tokens in it count
  record Part(String text, boolean control) {}

  /// The prompt of a conversation, open for the assistant's next words.
  List<Part> render(List<Turn> turns) {
    String rendered = rendered(turns);
    List<Part> parts = new ArrayList<>(turns.size() * 2 + 1);
    int at = 0;
    for (int i = 0; i < turns.size(); i++) {
      String mark = mark(i);
      int begin = rendered.indexOf(mark, at);
      if (begin < 0) {
        throw new IllegalStateException("the chat template leaves out message " + i);
      }
      parts.add(new Part(rendered.substring(at, begin), true));
      parts.add(new Part(turns.get(i).content(), false));
      at = begin + mark.length();
    }
    parts.add(new Part(rendered.substring(at), true));
    parts.removeIf(part -> part.text().isEmpty());
    return parts;
  }

  /// Stands for the content of a message; nothing a template contains.
  private static String mark(int message) {
    return "\u0001" + message + "\u0002";
  }

  private String rendered(List<Turn> turns) {
    try (Arena arena = Arena.ofConfined()) {
      long size = NativeStructs.CHAT_MESSAGE.byteSize();
      MemorySegment messages = arena.allocate(NativeStructs.CHAT_MESSAGE, turns.size());
      for (int i = 0; i < turns.size(); i++) {
        long role = NativeStructs.offset(NativeStructs.CHAT_MESSAGE, "role");
        long content = NativeStructs.offset(NativeStructs.CHAT_MESSAGE, "content");
        messages.set(ADDRESS, i * size + role, arena.allocateFrom(turns.get(i).role()));
        messages.set(ADDRESS, i * size + content, arena.allocateFrom(mark(i)));
      }
      MemorySegment out = arena.allocate((turns.size() + 1L) * BYTES_PER_MESSAGE_USUAL);
      int length = calls.applyTemplate(template, messages, turns.size(), out);
      if (length > out.byteSize()) {
        out = arena.allocate(length);
        length = calls.applyTemplate(template, messages, turns.size(), out);
      }
      if (length < 0) {
        throw new EngineStartException("llama.cpp does not know this model's chat template", null);
      }
      return new String(out.asSlice(0, length).toArray(JAVA_BYTE), UTF_8);
    }
  }

  /// Tries the template on a conversation with all roles.
  ///
  /// @throws EngineStartException if this model's template cannot be used
  void verify() {
    try {
      render(
          List.of(
              new Turn("system", "a"),
              new Turn("user", "b"),
              new Turn("assistant", "c"),
              new Turn("user", "d")));
    } catch (IllegalStateException e) {
      throw new EngineStartException("this model's chat template cannot be used", e);
    }
  }
}
