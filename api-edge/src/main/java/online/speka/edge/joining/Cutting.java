package online.speka.edge.joining;

import java.util.ArrayList;
import java.util.List;

/// Cuts the inputs of an embeddings request into slices of about the same size.
///
/// Invariant: the slices' inputs, one slice after the other, are the request's, byte for byte.
///
/// @param inputsMax most inputs of one slice
/// @param bytesMax most bytes of one slice's inputs, unless a single input has more; stands for
///     their tokens
/// @param fieldsBytesMax a request with more bytes around its inputs is not cut, because every part
///     would carry them
public record Cutting(int inputsMax, long bytesMax, long fieldsBytesMax) {

  public Cutting {
    if (inputsMax < 1 || bytesMax < 1 || fieldsBytesMax < 0) {
      throw new IllegalArgumentException("a slice holds at least one input");
    }
  }

  /// @param body valid: an object with an input
  /// @param promptStart where the value of the input begins
  /// @param promptEnd where it ends
  /// @return two slices or more, or none if the request is one job
  public List<Slice> slices(byte[] body, int promptStart, int promptEnd) {
    Span array = new Span(promptStart, promptEnd);
    if (body[promptStart] != '[' || body.length - array.length() > fieldsBytesMax) {
      return List.of();
    }
    JsonScan scan = new JsonScan(body, promptEnd);
    byte first = scan.peek(scan.blank(promptStart + 1));
    if (first != '"' && first != '[') {
      // One input, given as tokens.
      return List.of();
    }
    List<Slice> slices = group(body, scan.elements(promptStart), array);
    return slices.size() < 2 ? List.of() : slices;
  }

  private List<Slice> group(byte[] body, List<Span> inputs, Span array) {
    int least = Math.ceilDiv(inputs.size(), inputsMax);
    int each = Math.ceilDiv(inputs.size(), least);
    List<Slice> slices = new ArrayList<>(least);
    int begin = 0;
    for (int next = 1; next <= inputs.size(); next++) {
      if (next == inputs.size()
          || next - begin == each
          || inputs.get(next).to() - inputs.get(begin).from() > bytesMax) {
        slices.add(slice(body, inputs, begin, next, array));
        begin = next;
      }
    }
    return slices;
  }

  private static Slice slice(byte[] body, List<Span> inputs, int begin, int end, Span array) {
    Span inside = new Span(inputs.get(begin).from(), inputs.get(end - 1).to());
    return new Slice(begin, end - begin, tokens(body, inputs.subList(begin, end)), inside, array);
  }

  private static long tokens(byte[] body, List<Span> inputs) {
    if (body[inputs.getFirst().from()] != '[') {
      return -1;
    }
    long tokens = 0;
    for (Span input : inputs) {
      tokens++;
      for (int at = input.from(); at < input.to(); at++) {
        tokens += body[at] == ',' ? 1 : 0;
      }
    }
    return tokens;
  }
}
