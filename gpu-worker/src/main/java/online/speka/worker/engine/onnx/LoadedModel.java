package online.speka.worker.engine.onnx;

import ai.onnxruntime.OrtException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/// Model and tokenizer, warm.
///
/// Quantised models choose their number range anew for everything that runs together, so that a
/// text's vector depends on its neighbours in the batch (cosine 0.99 to itself, measured). Then
/// texts run one by one: a text always has the same vector, and no tenant's text touches another's.
/// On a CPU that costs nothing; RATIONALE.md has the numbers.
///
/// @param together whether texts can run in one batch without changing each other's vectors
record LoadedModel(SentenceTokenizer tokenizer, SentenceModel model, boolean together)
    implements AutoCloseable {

  /// Largest difference of a number in a vector that is still rounding.
  private static final float ROUNDING = 1e-3f;

  /// Runs before the model counts as warm, measured as where its speed settles.
  private static final int WARM_UP_RUNS = 20;

  /// @param name resource name without `.onnx`
  static LoadedModel load(String name) throws IOException, OrtException {
    SentenceTokenizer tokenizer = SentenceTokenizer.of(resource(tokenizerResource(name)));
    SentenceModel model = SentenceModel.of(resource(modelResource(name)));
    List<long[]> texts =
        List.of(
            tokenizer.encode("How do I reset my password?"),
            tokenizer.encode("The quick brown fox jumps over the lazy dog near the river bank."));
    for (int i = 0; i < WARM_UP_RUNS; i++) {
      model.embed(texts);
    }
    return new LoadedModel(tokenizer, model, neighboursKeepApart(model, texts));
  }

  static String modelResource(String name) {
    return "/" + name + ".onnx";
  }

  static String tokenizerResource(String name) {
    return "/" + name + "-tokenizer.json";
  }

  private static byte[] resource(String path) throws IOException {
    try (InputStream in = LoadedModel.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IOException(path + " is not on the class path");
      }
      return in.readAllBytes();
    }
  }

  private static boolean neighboursKeepApart(SentenceModel model, List<long[]> texts)
      throws OrtException {
    List<float[]> together = model.embed(texts);
    for (int text = 0; text < texts.size(); text++) {
      float[] alone = model.embed(List.of(texts.get(text))).getFirst();
      for (int i = 0; i < alone.length; i++) {
        if (Math.abs(alone[i] - together.get(text)[i]) > ROUNDING) {
          return false;
        }
      }
    }
    return true;
  }

  /// The vectors of a batch, in its order.
  List<float[]> embed(List<long[]> texts) throws OrtException {
    if (together || texts.size() == 1) {
      return model.embed(texts);
    }
    List<float[]> vectors = new ArrayList<>(texts.size());
    for (long[] text : texts) {
      vectors.add(model.embed(List.of(text)).getFirst());
    }
    return vectors;
  }

  @Override
  public void close() {
    model.close();
  }
}
