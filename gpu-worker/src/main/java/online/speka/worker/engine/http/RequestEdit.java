package online.speka.worker.engine.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
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
  private static final String ASK = "\"include_usage\":true";

  static RequestEdit of(byte[] body, String upstreamModel, boolean streaming)
      throws UpstreamException {
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), body)) {
      return new Reader(parser, body, upstreamModel, streaming).read();
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
    private final String upstreamModel;
    private final boolean streaming;
    private final List<Splice> splices = new ArrayList<>(2);
    private boolean usageWanted;
    private boolean optionsSeen;
    private int choices = 1;

    Reader(JsonParser parser, byte[] body, String upstreamModel, boolean streaming) {
      this.parser = parser;
      this.body = body;
      this.upstreamModel = upstreamModel;
      this.streaming = streaming;
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
      if (streaming && !optionsSeen) {
        splices.addFirst(
            new Splice(inside, inside, "\"stream_options\":{" + ASK + "}" + (any ? "," : "")));
      }
      return new RequestEdit(spliced(), usageWanted, choices);
    }

    private void field(String name, JsonToken value) {
      switch (name) {
        case "model" -> {
          if (value == JsonToken.VALUE_STRING && !parser.getString().equals(upstreamModel)) {
            replace(quoted(upstreamModel));
          }
        }
        case "stream_options" -> {
          if (streaming) {
            streamOptions(value);
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
