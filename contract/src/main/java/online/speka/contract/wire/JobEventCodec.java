package online.speka.contract.wire;

import online.speka.contract.outcome.JobEvent;

/// A fact on the outcomes topic as JSON.
public final class JobEventCodec {

  private JobEventCodec() {}

  public static byte[] encode(JobEvent value) {
    return Json.write(value);
  }

  /// @throws WireFormatException if the bytes are no such thing
  public static JobEvent decode(byte[] json) {
    return Json.read(json, JobEvent.class);
  }
}
