package online.speka.contract.wire;

import online.speka.contract.principal.Principal;

/// A principal as JSON, the value of the compacted principals topic.
///
/// Fields that only describe may be added at any time, and older readers ignore them. A field that
/// restricts must not be ignored: it raises [#FORMAT], and whoever reads another format than its
/// own reads nothing, so the key is closed there until the ledger has published it again, which it
/// does with every record that it cannot read itself.
public final class PrincipalCodec {

  static final int FORMAT = 2;

  private PrincipalCodec() {}

  public static byte[] encode(Principal value) {
    return Json.write(new Published(FORMAT, value));
  }

  /// @throws WireFormatException if the bytes are no such thing, or of another format
  public static Principal decode(byte[] json) {
    return Json.read(json, Published.class).principal();
  }

  record Published(int format, Principal principal) {
    Published {
      if (format != FORMAT) {
        throw new IllegalArgumentException("a principal of format " + format + ", not " + FORMAT);
      }
      if (principal == null) {
        throw new IllegalArgumentException("a principal is missing");
      }
    }
  }
}
