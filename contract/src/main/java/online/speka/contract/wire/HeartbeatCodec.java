package online.speka.contract.wire;

import online.speka.contract.fleet.Heartbeat;

/// A heartbeat as JSON, the value of a field in the hash of workers.
public final class HeartbeatCodec {

  private HeartbeatCodec() {}

  public static byte[] encode(Heartbeat value) {
    return Json.write(value);
  }

  /// @throws WireFormatException if the bytes are no such thing
  public static Heartbeat decode(byte[] json) {
    return Json.read(json, Heartbeat.class);
  }
}
