package online.speka.worker.rendering;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import online.speka.contract.usage.Usage;
import online.speka.worker.rendering.request.EmbeddingsRequest.Encoding;

/// Writes vectors as one embeddings document, one after the other, in the order of the inputs.
public final class EmbeddingsWriter {

  private static final int BYTES_PER_FLOAT_USUAL = 13;
  private static final int BYTES_PER_VECTOR_MORE = 64;

  private final JsonBytes out;
  private final Encoding encoding;
  private final String model;
  private final StringBuilder floats = new StringBuilder();
  private int count;

  /// @param model as clients know it
  /// @param inputs how many vectors there will be, at least about
  /// @param dimensions length of each
  public EmbeddingsWriter(String model, Encoding encoding, int inputs, int dimensions) {
    this.model = model;
    this.encoding = encoding;
    long perVector =
        switch (encoding) {
          case FLOAT -> (long) dimensions * BYTES_PER_FLOAT_USUAL;
          case BASE64 -> (dimensions * 16L + 2) / 3;
        };
    long expected = Math.multiplyExact(inputs, perVector + BYTES_PER_VECTOR_MORE) + 256;
    this.out = new JsonBytes(Math.toIntExact(expected)).raw("{\"object\":\"list\",\"data\":[");
  }

  /// The vector of the next input. Its numbers are finite.
  public void add(float[] vector) {
    out.raw(count == 0 ? "" : ",").raw("{\"object\":\"embedding\",\"index\":").number(count);
    out.raw(",\"embedding\":");
    switch (encoding) {
      case FLOAT -> floats(vector);
      case BASE64 -> base64(vector);
    }
    out.raw("}");
    count++;
  }

  private void floats(float[] vector) {
    floats.setLength(0);
    floats.append('[');
    for (int i = 0; i < vector.length; i++) {
      if (i > 0) {
        floats.append(',');
      }
      floats.append(vector[i]);
    }
    out.raw(floats.append(']').toString());
  }

  private void base64(float[] vector) {
    ByteBuffer bytes =
        ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(vector);
    String text = new String(Base64.getEncoder().encode(bytes.array()), ISO_8859_1);
    out.raw("\"").raw(text).raw("\"");
  }

  /// The whole document.
  public byte[] finish(Usage usage) {
    out.raw("],\"model\":").quoted(model);
    out.raw(",\"usage\":{\"prompt_tokens\":").number(usage.promptTokens());
    out.raw(",\"total_tokens\":").number(usage.totalTokens());
    return out.raw("}}").toBytes();
  }
}
