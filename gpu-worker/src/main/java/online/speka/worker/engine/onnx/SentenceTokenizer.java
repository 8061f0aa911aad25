package online.speka.worker.engine.onnx;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/// A model's own tokenizer. It never cuts and never pads: what is too long is for the caller to
/// refuse. Thread-safe.
///
/// Its native part is freed with the object: a run may still be tokenizing when its engine closes.
final class SentenceTokenizer {

  static {
    // The library can download native code and report its use to its makers. Neither is wanted: all
    // it needs lies in its jar, and a self-hosted platform does not call home.
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("OPT_OUT_TRACKING", "true");
  }

  private final HuggingFaceTokenizer tokenizer;
  private final long[] frame;
  private final int vocabulary;

  private SentenceTokenizer(HuggingFaceTokenizer tokenizer, int vocabulary) {
    this.tokenizer = tokenizer;
    this.vocabulary = vocabulary;
    this.frame = tokenizer.encode("").getIds();
    if (frame.length != 2) {
      throw new IllegalStateException("expected a tokenizer that adds two tokens to every input");
    }
  }

  /// @param json a `tokenizer.json` as Hugging Face publishes them
  static SentenceTokenizer of(byte[] json) throws IOException {
    int vocabulary = JsonMapper.shared().readTree(json).path("model").path("vocab").size();
    Map<String, String> options = Map.of("truncation", "false", "padding", "false");
    return new SentenceTokenizer(
        HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(json), options), vocabulary);
  }

  /// The tokens of a text, framed as the model wants it (`[CLS]` … `[SEP]`).
  long[] encode(String text) {
    return tokenizer.encode(text).getIds();
  }

  /// The same frame around tokens that somebody else made, unless they have it already.
  long[] frame(int[] ids) {
    long[] given = Arrays.stream(ids).asLongStream().toArray();
    if (given.length >= 2 && given[0] == frame[0] && given[given.length - 1] == frame[1]) {
      return given;
    }
    long[] framed = new long[given.length + 2];
    framed[0] = frame[0];
    System.arraycopy(given, 0, framed, 1, given.length);
    framed[framed.length - 1] = frame[1];
    return framed;
  }

  /// Token ids are below this.
  int vocabulary() {
    return vocabulary;
  }
}
