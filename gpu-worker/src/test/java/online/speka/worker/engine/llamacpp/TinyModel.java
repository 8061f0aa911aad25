package online.speka.worker.engine.llamacpp;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// A llama model of 3 MB with random weights, as a GGUF file. It talks nonsense, the same nonsense
/// every time, and quickly; everything around a model can be tried with it.
///
/// Its vocabulary has all 256 bytes as tokens, so that characters are split over tokens, and
/// control tokens of ChatML.
final class TinyModel {

  static final int CONTEXT = 2048;
  static final int END = 2;
  static final int IM_END = 4;

  private static final int WIDTH = 128;
  private static final int LAYERS = 4;
  private static final int HEADS = 4;
  private static final int FEED_FORWARD = 256;
  private static final int ALIGNMENT = 32;

  private static final int TYPE_UINT32 = 4;
  private static final int TYPE_FLOAT32 = 6;
  private static final int TYPE_BOOL = 7;
  private static final int TYPE_STRING = 8;
  private static final int TYPE_ARRAY = 9;
  private static final int TYPE_INT32 = 5;

  private static final int TOKEN_NORMAL = 1;
  private static final int TOKEN_UNKNOWN = 2;
  private static final int TOKEN_CONTROL = 3;
  private static final int TOKEN_BYTE = 6;

  private record Token(String text, float score, int type) {}

  private record Tensor(String name, long[] shape) {
    long count() {
      long count = 1;
      for (long side : shape) {
        count *= side;
      }
      return count;
    }
  }

  private TinyModel() {}

  static void write(Path file) throws IOException {
    List<Token> tokens = tokens();
    List<Tensor> tensors = tensors(tokens.size());
    Gguf out = new Gguf();
    out.raw("GGUF".getBytes(UTF_8)).int32(3).int64(tensors.size());
    Gguf entries = new Gguf();
    int count = metadata(entries, tokens);
    out.int64(count).raw(entries.toBytes());
    long offset = 0;
    for (Tensor tensor : tensors) {
      out.text(tensor.name()).int32(tensor.shape().length);
      for (long side : tensor.shape()) {
        out.int64(side);
      }
      out.int32(0).int64(offset);
      offset += (tensor.count() * Float.BYTES + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }
    out.align();
    Random random = new Random(7);
    for (Tensor tensor : tensors) {
      weights(out, tensor, random);
      out.align();
    }
    Files.write(file, out.toBytes());
  }

  private static void weights(Gguf out, Tensor tensor, Random random) {
    boolean norm = tensor.name().contains("norm");
    double deviation = 1 / Math.sqrt(tensor.shape()[0]);
    for (long i = 0; i < tensor.count(); i++) {
      out.float32(norm ? 1 : (float) (random.nextGaussian() * deviation));
    }
  }

  private static List<Token> tokens() {
    List<Token> tokens = new ArrayList<>();
    tokens.add(new Token("<unk>", 0, TOKEN_UNKNOWN));
    tokens.add(new Token("<s>", 0, TOKEN_CONTROL));
    tokens.add(new Token("</s>", 0, TOKEN_CONTROL));
    tokens.add(new Token("<|im_start|>", 0, TOKEN_CONTROL));
    tokens.add(new Token("<|im_end|>", 0, TOKEN_CONTROL));
    for (int b = 0; b < 256; b++) {
      tokens.add(new Token(String.format("<0x%02X>", b), 0, TOKEN_BYTE));
    }
    tokens.add(new Token("\u2581", -1, TOKEN_NORMAL));
    for (char c = '!'; c < 127; c++) {
      tokens.add(new Token(String.valueOf(c), -1 - c * 0.01f, TOKEN_NORMAL));
    }
    for (String word : "the a is of to and hello world token stream answer 42 yes no".split(" ")) {
      tokens.add(new Token("\u2581" + word, -0.5f, TOKEN_NORMAL));
    }
    return tokens;
  }

  private static int metadata(Gguf out, List<Token> tokens) {
    out.key("general.architecture").string("llama");
    out.key("general.name").string("tiny-random");
    out.key("llama.context_length").uint32(CONTEXT);
    out.key("llama.embedding_length").uint32(WIDTH);
    out.key("llama.block_count").uint32(LAYERS);
    out.key("llama.feed_forward_length").uint32(FEED_FORWARD);
    out.key("llama.attention.head_count").uint32(HEADS);
    out.key("llama.attention.head_count_kv").uint32(HEADS);
    out.key("llama.rope.dimension_count").uint32(WIDTH / HEADS);
    out.key("llama.attention.layer_norm_rms_epsilon").number(1e-5f);
    out.key("llama.vocab_size").uint32(tokens.size());
    out.key("tokenizer.ggml.model").string("llama");
    out.key("tokenizer.ggml.tokens").array(TYPE_STRING, tokens.size());
    tokens.forEach(token -> out.text(token.text()));
    out.key("tokenizer.ggml.scores").array(TYPE_FLOAT32, tokens.size());
    tokens.forEach(token -> out.float32(token.score()));
    out.key("tokenizer.ggml.token_type").array(TYPE_INT32, tokens.size());
    tokens.forEach(token -> out.int32(token.type()));
    out.key("tokenizer.ggml.bos_token_id").uint32(1);
    out.key("tokenizer.ggml.eos_token_id").uint32(END);
    out.key("tokenizer.ggml.unknown_token_id").uint32(0);
    out.key("tokenizer.ggml.add_bos_token").flag(true);
    out.key("tokenizer.chat_template")
        .string("{% for m in messages %}<|im_start|>{{ m.role }}\n{{ m.content }}<|im_end|>\n");
    return out.keys;
  }

  private static List<Tensor> tensors(int vocabulary) {
    List<Tensor> tensors = new ArrayList<>();
    tensors.add(new Tensor("token_embd.weight", new long[] {WIDTH, vocabulary}));
    for (int layer = 0; layer < LAYERS; layer++) {
      String block = "blk." + layer + ".";
      tensors.add(new Tensor(block + "attn_norm.weight", new long[] {WIDTH}));
      for (String part : List.of("attn_q", "attn_k", "attn_v", "attn_output")) {
        tensors.add(new Tensor(block + part + ".weight", new long[] {WIDTH, WIDTH}));
      }
      tensors.add(new Tensor(block + "ffn_norm.weight", new long[] {WIDTH}));
      tensors.add(new Tensor(block + "ffn_gate.weight", new long[] {WIDTH, FEED_FORWARD}));
      tensors.add(new Tensor(block + "ffn_up.weight", new long[] {WIDTH, FEED_FORWARD}));
      tensors.add(new Tensor(block + "ffn_down.weight", new long[] {FEED_FORWARD, WIDTH}));
    }
    tensors.add(new Tensor("output_norm.weight", new long[] {WIDTH}));
    tensors.add(new Tensor("output.weight", new long[] {WIDTH, vocabulary}));
    return tensors;
  }

  /// Little-endian bytes of a GGUF file.
  private static final class Gguf {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int keys;

    Gguf raw(byte[] more) {
      bytes.writeBytes(more);
      return this;
    }

    Gguf int32(int value) {
      return raw(buffer(Integer.BYTES).putInt(value).array());
    }

    Gguf int64(long value) {
      return raw(buffer(Long.BYTES).putLong(value).array());
    }

    Gguf float32(float value) {
      return int32(Float.floatToIntBits(value));
    }

    Gguf text(String text) {
      byte[] utf8 = text.getBytes(UTF_8);
      return int64(utf8.length).raw(utf8);
    }

    Gguf key(String key) {
      keys++;
      return text(key);
    }

    void uint32(int value) {
      int32(TYPE_UINT32).int32(value);
    }

    void number(float value) {
      int32(TYPE_FLOAT32).float32(value);
    }

    void flag(boolean value) {
      int32(TYPE_BOOL).raw(new byte[] {(byte) (value ? 1 : 0)});
    }

    void string(String value) {
      int32(TYPE_STRING).text(value);
    }

    void array(int type, int length) {
      int32(TYPE_ARRAY).int32(type).int64(length);
    }

    void align() {
      while (bytes.size() % ALIGNMENT != 0) {
        bytes.write(0);
      }
    }

    byte[] toBytes() {
      return bytes.toByteArray();
    }

    private static ByteBuffer buffer(int size) {
      return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
  }
}
