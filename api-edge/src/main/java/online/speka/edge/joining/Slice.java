package online.speka.edge.joining;

/// Neighbouring inputs of a request, to be asked for in a job of their own.
///
/// @param firstInput place of the first of them in the request
/// @param inputs how many they are
/// @param tokens of inputs given as tokens; -1 for text
/// @param inside where they stand in the body, separators between them included
/// @param array where the array of all inputs stands
public record Slice(int firstInput, int inputs, long tokens, Span inside, Span array) {

  /// The length of [#cut]'s result.
  public int length(byte[] body) {
    return body.length - array.length() + 2 + inside.length();
  }

  /// The body that asks for these inputs alone: the client's own bytes, without the others' inputs.
  public byte[] cut(byte[] body) {
    byte[] part = new byte[length(body)];
    System.arraycopy(body, 0, part, 0, array.from());
    int at = array.from();
    part[at++] = '[';
    System.arraycopy(body, inside.from(), part, at, inside.length());
    at += inside.length();
    part[at++] = ']';
    System.arraycopy(body, array.to(), part, at, body.length - array.to());
    return part;
  }

  /// Where the inputs begin in [#cut]'s result.
  public int promptStart() {
    return array.from();
  }

  /// Where they end.
  public int promptEnd() {
    return array.from() + inside.length() + 2;
  }
}
