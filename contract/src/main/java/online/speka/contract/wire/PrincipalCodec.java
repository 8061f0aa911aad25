package online.speka.contract.wire;

import online.speka.contract.principal.Principal;

/// A principal as JSON, the value of the compacted principals topic.
public final class PrincipalCodec {

  private PrincipalCodec() {}

  public static byte[] encode(Principal value) {
    return Json.write(value);
  }

  /// @throws WireFormatException if the bytes are no such thing
  public static Principal decode(byte[] json) {
    return Json.read(json, Principal.class);
  }
}
