package online.speka.worker.engine.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.TensorInfo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A BERT-like model that turns tokens into token vectors, and those into one vector per text.
///
/// Computes on the calling thread, and several threads may call at a time: two threads with a text
/// each get twice as much done as two threads on one text.
final class SentenceModel implements AutoCloseable {

  private final OrtEnvironment environment;
  private final OrtSession session;
  private final Set<String> inputs;
  private final int dimensions;

  private SentenceModel(OrtEnvironment environment, OrtSession session) throws OrtException {
    this.environment = environment;
    this.session = session;
    this.inputs = session.getInputNames();
    NodeInfo output = session.getOutputInfo().values().iterator().next();
    long[] shape = ((TensorInfo) output.getInfo()).getShape();
    this.dimensions = Math.toIntExact(shape[shape.length - 1]);
  }

  /// @param onnx the model file's content
  static SentenceModel of(byte[] onnx) throws OrtException, IOException {
    OrtEnvironment environment = OnnxNativeCode.load();
    try (SessionOptions options = new SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      options.addConfigEntry("session.intra_op.allow_spinning", "0");
      return new SentenceModel(environment, environment.createSession(onnx, options));
    }
  }

  int dimensions() {
    return dimensions;
  }

  /// The vectors of the texts, of length 1, in their order.
  ///
  /// @param texts each as the tokens of one text; at least one
  List<float[]> embed(List<long[]> texts) throws OrtException {
    int longest = texts.stream().mapToInt(text -> text.length).max().orElseThrow();
    long[] shape = {texts.size(), longest};
    LongBuffer ids = longs(texts.size() * longest);
    LongBuffer mask = longs(texts.size() * longest);
    for (int row = 0; row < texts.size(); row++) {
      long[] text = texts.get(row);
      ids.put(row * longest, text);
      for (int column = 0; column < text.length; column++) {
        mask.put(row * longest + column, 1);
      }
    }
    try (OnnxTensor idTensor = OnnxTensor.createTensor(environment, ids, shape);
        OnnxTensor maskTensor = OnnxTensor.createTensor(environment, mask, shape);
        OnnxTensor typeTensor = types(shape);
        OrtSession.Result result = session.run(feed(idTensor, maskTensor, typeTensor))) {
      FloatBuffer tokens = ((OnnxTensor) result.get(0)).getFloatBuffer();
      List<float[]> vectors = new ArrayList<>(texts.size());
      for (int row = 0; row < texts.size(); row++) {
        vectors.add(Pooling.mean(tokens, row * longest, texts.get(row).length, dimensions));
      }
      return vectors;
    }
  }

  private @Nullable OnnxTensor types(long[] shape) throws OrtException {
    return inputs.contains("token_type_ids")
        ? OnnxTensor.createTensor(environment, longs((int) (shape[0] * shape[1])), shape)
        : null;
  }

  private static Map<String, OnnxTensor> feed(
      OnnxTensor ids, OnnxTensor mask, @Nullable OnnxTensor types) {
    Map<String, OnnxTensor> feed = new LinkedHashMap<>();
    feed.put("input_ids", ids);
    feed.put("attention_mask", mask);
    if (types != null) {
      feed.put("token_type_ids", types);
    }
    return feed;
  }

  private static LongBuffer longs(int count) {
    return ByteBuffer.allocateDirect(count * Long.BYTES)
        .order(ByteOrder.nativeOrder())
        .asLongBuffer();
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("cannot free the model", e);
    }
  }
}
