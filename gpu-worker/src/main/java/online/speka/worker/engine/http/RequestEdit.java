package online.speka.worker.engine.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import online.speka.contract.catalog.JobKind;
import online.speka.contract.error.ApiError;
import online.speka.contract.error.ErrorReason;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// A client's body, made fit for an upstream server: its model is named as the server names it, and
/// a stream is asked to end with its usage. Only the bytes of those values change, so numbers,
/// unknown fields and odd spellings reach the server as the client wrote them.
///
/// @param body what is sent
/// @param usageWanted whether the client itself asked for the usage chunk
/// @param choices how many answers the client asked for
record RequestEdit(byte[] body, boolean usageWanted, int choices) {

  private static final JsonFactory JSON = new JsonFactory();
  private static final int MANY = 1 << 20;
  private static final String ASK = "\"include_usage\":true";

  /// What decides how a body is edited.
  ///
  /// @param upstreamModel the model's name on the server
  /// @param unsupported fields that the server cannot obey
  record Terms(JobKind kind, String upstreamModel, boolean streaming, Set<String> unsupported) {

    static Terms chat(String upstreamModel, boolean streaming) {
      return new Terms(JobKind.CHAT_COMPLETIONS, upstreamModel, streaming, Set.of());
    }
  }

  static RequestEdit of(byte[] body, Terms terms) throws UpstreamException {
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), body)) {
      return new Reader(parser, body, terms).read();
    } catch (JacksonException e) {
      throw new UpstreamException(
          new UpstreamProblem.Refused(
              ApiError.of(ErrorReason.BAD_REQUEST, "The request's body is not valid JSON.")));
    }
  }

  /// Bytes `from` to `to` of the body become the text.
  private record Splice(int from, int to, String text) {}

  private static final class Reader {
    private final JsonParser parser;
    private final byte[] body;
    private final Terms terms;
    private final List<Splice> splices = new ArrayList<>(2);
    private boolean usageWanted;
    private boolean optionsSeen;
    private boolean formatSeen;
    private int prompts = 1;
    private int choices = 1;

    Reader(JsonParser parser, byte[] body, Terms terms) {
      this.parser = parser;
      this.body = body;
      this.terms = terms;
    }

    RequestEdit read() throws UpstreamException {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new UpstreamException(
            new UpstreamProblem.Refused(
                ApiError.of(ErrorReason.BAD_REQUEST, "The request's body is not an object.")));
      }
      int inside = end();
      boolean any = false;
      for (JsonToken token = parser.nextToken();
          token == JsonToken.PROPERTY_NAME;
          token = parser.nextToken()) {
        any = true;
        String name = parser.currentName();
        field(name, parser.nextToken());
      }
      if (terms.streaming && !optionsSeen) {
        addFirst(inside, "\"stream_options\":{" + ASK + "}", any);
      }
      if (terms.kind == JobKind.IMAGE_GENERATIONS && !formatSeen) {
        addFirst(inside, "\"response_format\":\"b64_json\"", any);
      }
      return new RequestEdit(
          spliced(), usageWanted, (int) Math.min(MANY, (long) prompts * choices));
    }

    private void addFirst(int inside, String field, boolean any) {
      splices.addFirst(new Splice(inside, inside, field + (any ? "," : "")));
    }

    private void field(String name, JsonToken value) throws UpstreamException {
      if (terms.unsupported.contains(name)) {
        if (FieldUse.isMade(parser, name, value)) {
          throw FieldUse.refused(name, "is not supported by this model.");
        }
        return;
      }
      switch (name) {
        case "model" -> {
          if (value == JsonToken.VALUE_STRING && !parser.getString().equals(terms.upstreamModel)) {
            replace(quoted(terms.upstreamModel));
          }
        }
        case "stream_options" -> {
          if (terms.streaming) {
            streamOptions(value);
          }
        }
        case "response_format" -> imageFormat(value);
        case "prompt" -> {
          if (value == JsonToken.START_ARRAY) {
            prompts = countPrompts();
          }
        }
        case "n" -> {
          if (value == JsonToken.VALUE_NUMBER_INT) {
            choices = Math.max(1, parser.getIntValue());
          }
        }
        default -> {}
      }
      parser.skipChildren();
    }

    /// Images come in the answer itself: nobody fetches what a server points at.
    private void imageFormat(JsonToken value) throws UpstreamException {
      if (terms.kind != JobKind.IMAGE_GENERATIONS) {
        return;
      }
      formatSeen = true;
      if (value == JsonToken.VALUE_NULL) {
        replace("\"b64_json\"");
      } else if (value != JsonToken.VALUE_STRING || !parser.getString().equals("b64_json")) {
        throw FieldUse.refused("response_format", "must be b64_json: images are not stored.");
      }
    }

    /// Texts and lists of tokens are prompts; bare tokens are one.
    private int countPrompts() {
      int count = 0;
      for (JsonToken token = parser.nextToken();
          token != null && token != JsonToken.END_ARRAY;
          token = parser.nextToken()) {
        count += token == JsonToken.VALUE_NUMBER_INT ? 0 : 1;
        parser.skipChildren();
      }
      return Math.max(1, count);
    }

    private void streamOptions(JsonToken value) {
      optionsSeen = true;
      if (value != JsonToken.START_OBJECT) {
        replace("{" + ASK + "}");
        return;
      }
      int inside = end();
      boolean any = false;
      boolean asked = false;
      for (JsonToken token = parser.nextToken();
          token == JsonToken.PROPERTY_NAME;
          token = parser.nextToken()) {
        any = true;
        boolean ask = parser.currentName().equals("include_usage");
        JsonToken option = parser.nextToken();
        if (ask) {
          asked = true;
          usageWanted = option == JsonToken.VALUE_TRUE;
          if (!usageWanted) {
            replace("true");
          }
        }
        parser.skipChildren();
      }
      if (!asked) {
        splices.add(new Splice(inside, inside, ASK + (any ? "," : "")));
      }
    }

    private void replace(String text) {
      splices.add(new Splice((int) parser.currentTokenLocation().getByteOffset(), end(), text));
    }

    /// Where the current token ends. A string's end is known only when it has been read.
    private int end() {
      parser.finishToken();
      return (int) parser.currentLocation().getByteOffset();
    }

    private byte[] spliced() {
      if (splices.isEmpty()) {
        return body;
      }
      ByteArrayOutputStream out = new ByteArrayOutputStream(body.length + 64);
      int from = 0;
      for (Splice splice : splices) {
        out.write(body, from, splice.from() - from);
        out.writeBytes(splice.text().getBytes(UTF_8));
        from = splice.to();
      }
      out.write(body, from, body.length - from);
      return out.toByteArray();
    }

    private static String quoted(String text) {
      StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        if (c == '"' || c == '\\') {
          quoted.append('\\').append(c);
        } else if (c < ' ') {
          quoted.append("\\u%04x".formatted((int) c));
        } else {
          quoted.append(c);
        }
      }
      return quoted.append('"').toString();
    }
  }
}
