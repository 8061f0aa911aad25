package online.speka.edge.resumption;

/// Whose a key is.
public sealed interface Claim {
  /// It was free, and stands for the claimed entry from now on.
  record Ours() implements Claim {}

  record Theirs(Entry entry) implements Claim {}
}
