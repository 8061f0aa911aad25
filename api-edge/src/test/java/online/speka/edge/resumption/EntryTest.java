package online.speka.edge.resumption;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Arrays;
import online.speka.contract.catalog.JobKind;
import online.speka.contract.error.ErrorReason;
import online.speka.contract.job.JobId;
import online.speka.edge.TestJobs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntryTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00.123Z");
  private static final byte[] BODY = "{\"n\":1}".getBytes(UTF_8);
  private static final Fingerprint FINGERPRINT = Fingerprint.of(JobKind.CHAT_COMPLETIONS, BODY);
  private static final Entry ENTRY =
      new Entry(
          JobId.parse("0196f0a0-7c00-7abc-8def-0123456789ab"),
          Entry.Stage.CLAIMED,
          FINGERPRINT,
          NOW,
          NOW.plusSeconds(600));

  @Test
  void anEntryIsOneLineThatBeginsWithItsJob() {
    assertThat(ENTRY.text())
        .isEqualTo(
            "0196f0a0-7c00-7abc-8def-0123456789ab CLAIMED "
                + FINGERPRINT.hex()
                + " 1772366400123 1772367000123");
    assertThat(Entry.parse(ENTRY.text())).isEqualTo(ENTRY);
    assertThat(Entry.parse(ENTRY.submitted().text()).stage()).isEqualTo(Entry.Stage.SUBMITTED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b c d e", "0196f0a0-7c00-7abc-8def-0123456789ab CLAIMED f 1"})
  void anythingElseIsNone(String text) {
    assertThatThrownBy(() -> Entry.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whoTakesOverKeepsTheJobAndBringsItsOwnPatience() {
    Entry by =
        new Entry(
            TestJobs.newId(),
            Entry.Stage.CLAIMED,
            FINGERPRINT,
            NOW.plusSeconds(7),
            NOW.plusSeconds(37));

    Entry taken = ENTRY.submitted().takenOver(by);

    assertThat(taken.job()).isEqualTo(ENTRY.job());
    assertThat(taken.stage()).isEqualTo(Entry.Stage.CLAIMED);
    assertThat(taken.deadline()).isEqualTo(by.deadline());
  }

  @Test
  void aFingerprintIsOfTheKindAndEveryByte() {
    byte[] other = BODY.clone();
    other[0]++;

    assertThat(Fingerprint.of(JobKind.CHAT_COMPLETIONS, BODY.clone())).isEqualTo(FINGERPRINT);
    assertThat(Fingerprint.of(JobKind.COMPLETIONS, BODY)).isNotEqualTo(FINGERPRINT);
    assertThat(Fingerprint.of(JobKind.CHAT_COMPLETIONS, other)).isNotEqualTo(FINGERPRINT);
    assertThat(FINGERPRINT.hex()).hasSize(64);
  }

  @Test
  void aKeyIsFreedWhereAnotherTryMayDoBetterAndOnlyBeforeTheFirstByte() {
    assertThat(Arrays.stream(ErrorReason.values()).filter(reason -> Entry.isFreedBy(reason, false)))
        .containsExactlyInAnyOrder(
            ErrorReason.RATE_LIMITED,
            ErrorReason.INTERNAL,
            ErrorReason.UPSTREAM_ERROR,
            ErrorReason.OVERLOADED,
            ErrorReason.UNAVAILABLE,
            ErrorReason.TIMEOUT);
    assertThat(Arrays.stream(ErrorReason.values()).filter(reason -> Entry.isFreedBy(reason, true)))
        .isEmpty();
  }
}
