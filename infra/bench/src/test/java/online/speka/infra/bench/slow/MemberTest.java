package online.speka.infra.bench.slow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class MemberTest {

  private static final String HEAD = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
  private static final String FIRST = "9\r\ndata: {}\n\n";

  private final ByteBuffer buffer = ByteBuffer.allocate(64);
  private ByteBuffer there = ByteBuffer.allocate(0);
  private int atEnd;
  private final Member member = new Member(this::take);

  private int take(ByteBuffer into) throws IOException {
    if (!there.hasRemaining() && atEnd > 1) {
      throw new IOException("reset");
    }
    if (!there.hasRemaining()) {
      return -atEnd;
    }
    int count = Math.min(into.remaining(), there.remaining());
    into.put(there.slice(there.position(), count));
    there.position(there.position() + count);
    return count;
  }

  private void comes(String text) {
    there = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
  }

  private void readSlowly(int times) {
    for (int i = 0; i < times; i++) {
      member.read(buffer, _ -> 1);
    }
  }

  @Test
  void readsAtOnceUntilItsStreamHasBegunAndThenOneByteAtATime() {
    // Given
    comes(HEAD + FIRST);

    // When
    readSlowly(3);

    // Then
    assertThat(member.state()).isEqualTo(Member.State.OPEN);
    assertThat(member.bytes()).isEqualTo(HEAD.length() + FIRST.length());

    // When
    comes("x".repeat(500));
    readSlowly(3);

    // Then
    assertThat(there.remaining()).isEqualTo(497);
  }

  @Test
  void readsNothingWhenItIsNotItsTurn() {
    comes(HEAD + FIRST);
    readSlowly(2);
    comes("more");

    member.read(buffer, _ -> 0);

    assertThat(there.remaining()).isEqualTo(4);
  }

  @Test
  void aReaderReadsAllThatIsThere() {
    comes(HEAD + FIRST);
    readSlowly(2);
    comes("x".repeat(500));

    member.read(buffer, all -> all);

    assertThat(there.hasRemaining()).isFalse();
  }

  @Test
  void anythingButAStreamIsARefusal() {
    comes("HTTP/1.1 503 Service Unavailable\r\nretry-after: 1\r\n\r\n");

    readSlowly(2);

    assertThat(member.state()).isEqualTo(Member.State.REFUSED);
  }

  @Test
  void aConnectionThatIsClosedWithoutTheEndOfItsStreamWasCut() {
    comes(HEAD + FIRST);
    readSlowly(2);
    comes("x".repeat(200));
    atEnd = 1;

    readSlowly(3);
    assertThat(member.state()).as("it has not read so far").isEqualTo(Member.State.OPEN);
    member.drain(buffer);

    assertThat(member.state()).isEqualTo(Member.State.CUT);
  }

  @Test
  void soWasOneThatIsReset() {
    comes(HEAD + FIRST);
    readSlowly(2);
    atEnd = 2;

    readSlowly(1);

    assertThat(member.state()).isEqualTo(Member.State.CUT);
  }

  @Test
  void aStreamWithItsEndHasEnded() {
    comes(HEAD + FIRST);
    readSlowly(2);
    comes("x".repeat(200) + "\ndata: [DONE]\n\n");

    member.drain(buffer);

    assertThat(member.state()).isEqualTo(Member.State.ENDED);
  }

  @Test
  void oneThatNeverGotAnAnswerWasCut() {
    atEnd = 1;

    readSlowly(1);

    assertThat(member.state()).isEqualTo(Member.State.CUT);
  }
}
