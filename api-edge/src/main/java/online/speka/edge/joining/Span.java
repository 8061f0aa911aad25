package online.speka.edge.joining;

/// A stretch of bytes.
///
/// @param from inclusive
/// @param to exclusive
record Span(int from, int to) {

  int length() {
    return to - from;
  }
}
