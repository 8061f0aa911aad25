package online.speka.edge.joining;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The document of one slice, read far enough to be joined with the others.
///
/// @param slice the inputs it answers
/// @param elements its vectors in the order of the inputs, each with its place in the request
/// @param promptTokens as the engine counted them
/// @param totalTokens as the engine counted them
/// @param frame what stands around the vectors; kept of the first slice only
public record PartAnswer(
    Slice slice,
    List<byte[]> elements,
    long promptTokens,
    long totalTokens,
    @Nullable Frame frame) {
  private static final int NUMBER_LENGTH_MAX = 18;

  /// Where in a document the parts are that differ when it is joined.
  ///
  /// @param inside of the array of vectors
  record Frame(byte[] document, Span inside, Span promptTokens, Span totalTokens) {}

  public PartAnswer {
    elements = List.copyOf(elements);
  }

  /// @throws UnreadableJsonException if it is no embeddings document, or not one of these inputs
  public static PartAnswer read(Slice slice, byte[] document) {
    JsonScan scan = new JsonScan(document, document.length);
    Map<String, Span> members = scan.members(scan.blank(0));
    Span data = required(members, "data");
    Map<String, Span> usage = scan.members(required(members, "usage").from());
    Span promptTokens = required(usage, "prompt_tokens");
    Span totalTokens = required(usage, "total_tokens");
    return new PartAnswer(
        slice,
        elements(slice, document, scan, scan.elements(data.from())),
        number(document, promptTokens),
        number(document, totalTokens),
        slice.firstInput() == 0
            ? new Frame(
                document, new Span(data.from() + 1, data.to() - 1), promptTokens, totalTokens)
            : null);
  }

  private static List<byte[]> elements(
      Slice slice, byte[] document, JsonScan scan, List<Span> found) {
    if (found.size() != slice.inputs()) {
      throw new UnreadableJsonException(
          found.size() + " vectors for " + slice.inputs() + " inputs");
    }
    // Their order is what the indices say.
    @Nullable Span[] vectors = new Span[found.size()];
    @Nullable Span[] indices = new Span[found.size()];
    for (Span vector : found) {
      Span index = required(scan.members(vector.from()), "index");
      long at = number(document, index);
      if (at >= vectors.length || vectors[(int) at] != null) {
        throw new UnreadableJsonException("no place for the vector " + at);
      }
      vectors[(int) at] = vector;
      indices[(int) at] = index;
    }
    Pieces pieces = new Pieces();
    for (int i = 0; i < vectors.length; i++) {
      write(pieces, document, vectors[i], indices[i], slice.firstInput() + i);
    }
    return pieces.toList();
  }

  private static void write(
      Pieces pieces, byte[] document, @Nullable Span vector, @Nullable Span index, int place) {
    if (vector == null || index == null) {
      throw new IllegalStateException("as many vectors as places, and none twice");
    }
    if (place > 0) {
      pieces.add(',');
    }
    pieces.add(document, vector.from(), index.from());
    pieces.add(place);
    pieces.add(document, index.to(), vector.to());
  }

  private static Span required(Map<String, Span> members, String name) {
    Span member = members.get(name);
    if (member == null) {
      throw new UnreadableJsonException("no " + name);
    }
    return member;
  }

  private static long number(byte[] document, Span digits) {
    for (int at = digits.from(); at < digits.to(); at++) {
      if (document[at] < '0' || document[at] > '9' || digits.length() > NUMBER_LENGTH_MAX) {
        throw new UnreadableJsonException("no whole number at byte " + digits.from());
      }
    }
    return Long.parseLong(new String(document, digits.from(), digits.length(), US_ASCII));
  }
}
