package online.speka.worker.rendering;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class JsonBytesTest {

  @Test
  void aParserReadsBackWhatWasWritten() {
    for (int seed = 0; seed < 3000; seed++) {
      Random random = new Random(seed);
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(40); i > 0; i--) {
        int codePoint = random.nextInt(random.nextBoolean() ? 0x80 : 0x110000);
        boolean half = codePoint >= 0xD800 && codePoint <= 0xDFFF;
        text.appendCodePoint(half ? 'x' : codePoint);
      }
      byte[] json = new JsonBytes(random.nextInt(4)).quoted(text).toBytes();
      assertThat(JsonMapper.shared().readTree(json).stringValue())
          .as("seed %d", seed)
          .isEqualTo(text.toString());
    }
  }

  @Test
  void halfASurrogatePairIsWrittenAsItsEscape() {
    JsonBytes json = new JsonBytes(4).quoted("a\uD800b\uDC00").raw("").quoted("\uD83D");
    assertThat(new String(json.toBytes(), UTF_8)).isEqualTo("\"a\\ud800b\\udc00\"\"\\ud83d\"");
  }
}
