package online.speka.worker.rendering.request;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One message of a conversation, whichever of its shapes the client used: a string is one text
/// part, `null` is none.
///
/// @param name the participant's name, if given
/// @param toolCalls what an assistant called earlier; empty for all others
/// @param toolCallId the call a tool message answers
/// @param reasoning what an assistant thought earlier, if the client sends it back
public record Message(
    Role role,
    List<Part> parts,
    @Nullable String name,
    List<ToolCall> toolCalls,
    @Nullable String toolCallId,
    @Nullable String reasoning) {

  public Message {
    Objects.requireNonNull(role);
    parts = List.copyOf(parts);
    toolCalls = List.copyOf(toolCalls);
  }

  /// A message of one text and nothing else.
  public static Message of(Role role, String text) {
    return new Message(role, List.of(new Part.Text(text)), null, List.of(), null, null);
  }

  /// All text of the message, refusals included; other parts are left out.
  public String text() {
    if (parts.size() == 1 && parts.getFirst() instanceof Part.Text(String only)) {
      return only;
    }
    StringBuilder text = new StringBuilder();
    for (Part part : parts) {
      switch (part) {
        case Part.Text(String piece) -> text.append(piece);
        case Part.Refusal(String piece) -> text.append(piece);
        case Part.Media _ -> {}
      }
    }
    return text.toString();
  }

  /// Who speaks.
  public enum Role {
    DEVELOPER,
    SYSTEM,
    USER,
    ASSISTANT,
    TOOL;

    /// The word for this role in a request.
    public String wire() {
      return switch (this) {
        case DEVELOPER -> "developer";
        case SYSTEM -> "system";
        case USER -> "user";
        case ASSISTANT -> "assistant";
        case TOOL -> "tool";
      };
    }
  }

  /// A piece of a message.
  public sealed interface Part {

    record Text(String text) implements Part {
      public Text {
        Objects.requireNonNull(text);
      }
    }

    /// What an assistant said instead of an answer.
    record Refusal(String text) implements Part {
      public Refusal {
        Objects.requireNonNull(text);
      }
    }

    /// Something that is not text: `image_url`, `input_audio` or `file`.
    ///
    /// @param type the part's type, as the client wrote it
    /// @param source the URL of an image, the data of audio, the id or data of a file
    record Media(String type, String source) implements Part {
      public Media {
        Objects.requireNonNull(type);
        Objects.requireNonNull(source);
      }
    }
  }

  /// A call an assistant made.
  ///
  /// @param arguments JSON text, as the model wrote it: it need not be valid
  public record ToolCall(String id, String name, String arguments) {
    public ToolCall {
      Objects.requireNonNull(id);
      Objects.requireNonNull(name);
      Objects.requireNonNull(arguments);
    }
  }
}
