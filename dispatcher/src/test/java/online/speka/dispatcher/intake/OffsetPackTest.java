package online.speka.dispatcher.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class OffsetPackTest {

  private static final Instant SINCE = Instant.parse("2026-03-01T12:00:00Z");

  @Test
  void writesTheFormatThatOtherVersionsRead() {
    // Given 100 and 103 unfinished alone, 105 to 299 in a row, 300 read and finished
    List<Long> unfinished =
        LongStream.concat(LongStream.of(100, 103), LongStream.range(105, 300)).boxed().toList();

    // When
    OffsetPack.Packed packed = OffsetPack.pack(SINCE, 301, unfinished);

    // Then
    assertThat(packed).isEqualTo(new OffsetPack.Packed(GOLDEN, true));
    assertThat(OffsetPack.unpack(100, GOLDEN))
        .contains(new OffsetPack.Unpacked(SINCE, 301, unfinished));
  }

  private static final String GOLDEN = "1.wNSQzQbJAQAEA8EB";

  @Test
  void needsNextToNothingForADoneOrAWaitingPartition() {
    assertThat(OffsetPack.pack(SINCE, 42, List.of()).metadata()).hasSizeLessThan(12);
    assertThat(
            OffsetPack.pack(SINCE, 10_000, LongStream.range(0, 10_000).boxed().toList()).metadata())
        .hasSizeLessThan(20);
  }

  @Test
  void callsMoreUnfinishedRatherThanOutgrowTheLimit() {
    // Given every other offset unfinished, far too many for the metadata
    List<Long> unfinished = LongStream.range(0, 20_000).map(i -> 2 * i).boxed().toList();

    // When
    OffsetPack.Packed packed = OffsetPack.pack(SINCE, 40_000, unfinished);
    OffsetPack.Unpacked unpacked = OffsetPack.unpack(0, packed.metadata()).orElseThrow();

    // Then
    assertThat(packed.exact()).isFalse();
    assertThat(packed.metadata()).hasSizeLessThanOrEqualTo(OffsetPack.LENGTH_MAX);
    assertThat(unpacked.unfinished()).containsAll(unfinished);
    assertThat(unpacked.position()).isEqualTo(40_000);
  }

  @Test
  void packsAHundredAndFortyJobsInFlightIntoAboutTwoHundredCharacters() {
    // Given 141 of 600 offsets
    SplittableRandom random = new SplittableRandom(3);
    TreeSet<Long> unfinished = new TreeSet<>();
    while (unfinished.size() < 141) {
      unfinished.add(random.nextLong(600));
    }

    assertThat(OffsetPack.pack(SINCE, 600, unfinished).metadata()).hasSizeLessThan(220);
  }

  @Test
  void knowsWhatItCannotRead() {
    assertThat(OffsetPack.unpack(5, "")).isEmpty();
    assertThat(OffsetPack.unpack(5, "2.AAAA")).isEmpty();
    assertThat(OffsetPack.unpack(5, "1.!!!")).isEmpty();
    assertThat(OffsetPack.unpack(5, "1.")).isEmpty();
    assertThat(OffsetPack.unpack(5, "1.gICAgICAgICAgIA")).isEmpty();
    // A run beyond the position.
    assertThat(OffsetPack.unpack(100, "1.wNSQzQYFAQ8")).isEmpty();
  }

  @Test
  void survivesAnyText() {
    SplittableRandom random = new SplittableRandom(11);
    for (int i = 0; i < 2_000; i++) {
      StringBuilder text = new StringBuilder("1.");
      int length = random.nextInt(24);
      for (int c = 0; c < length; c++) {
        text.append(
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
                .charAt(random.nextInt(64)));
      }
      OffsetPack.unpack(7, text.toString()).ifPresent(OffsetPackTest::requireSound);
    }
  }

  private static void requireSound(OffsetPack.Unpacked unpacked) {
    long before = 6;
    for (long offset : unpacked.unfinished()) {
      if (offset <= before || offset >= unpacked.position()) {
        throw new AssertionError(offset + " after " + before + ", read to " + unpacked.position());
      }
      before = offset;
    }
  }
}
