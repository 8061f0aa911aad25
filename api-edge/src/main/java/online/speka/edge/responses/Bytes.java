package online.speka.edge.responses;

/// Finds bytes in bytes: documents of our own making are cut where their form is known, without
/// being parsed.
final class Bytes {

  private Bytes() {}

  /// Where the bytes next occur, or -1.
  static int indexOf(byte[] in, byte[] what, int from) {
    for (int at = from; at <= in.length - what.length; at++) {
      if (isAt(in, what, at)) {
        return at;
      }
    }
    return -1;
  }

  /// Where the bytes last occur, or -1.
  static int lastIndexOf(byte[] in, byte[] what) {
    for (int at = in.length - what.length; at >= 0; at--) {
      if (isAt(in, what, at)) {
        return at;
      }
    }
    return -1;
  }

  private static boolean isAt(byte[] in, byte[] what, int at) {
    for (int i = 0; i < what.length; i++) {
      if (in[at + i] != what[i]) {
        return false;
      }
    }
    return true;
  }
}
