package online.speka.infra.bench.load;

import io.netty.buffer.ByteBuf;
import java.util.Optional;
import java.util.function.LongSupplier;
import online.speka.infra.bench.script.FirstToken;
import online.speka.infra.bench.script.StreamScript;
import org.jspecify.annotations.Nullable;

/// Holds one stream against its script, byte by byte of content, and notes the times.
final class StreamCheck {

  private final StreamScript script;
  private final long dueNanos;
  private final long sentNanos;
  private final LongSupplier ticker;
  private final Runnable tokenRead;
  private final SseReader reader = new SseReader(this::line);

  private @Nullable FirstToken first;
  private @Nullable Exchange fault;
  private int tokens;
  private boolean finished;
  private boolean usageSeen;
  private boolean done;
  private long firstTokenNanos;
  private long endNanos;

  /// @param tokenRead told of each token, right or wrong
  StreamCheck(
      StreamScript script, long dueNanos, long sentNanos, LongSupplier ticker, Runnable tokenRead) {
    this.script = script;
    this.dueNanos = dueNanos;
    this.sentNanos = sentNanos;
    this.ticker = ticker;
    this.tokenRead = tokenRead;
  }

  /// The next bytes of the body. What is returned ends the exchange at once: there is no point in
  /// reading on.
  Optional<Exchange> bytes(ByteBuf body) {
    reader.feed(body);
    return Optional.ofNullable(fault);
  }

  /// The body is over.
  Exchange end() {
    if (fault != null) {
      return fault;
    }
    if (reader.midLine() || !done || first == null) {
      return new Exchange.Wrong(dueNanos, "the stream ended silently after " + tokens + " tokens");
    }
    return new Exchange.Answered(
        dueNanos, sentNanos, first.arrivedNanos(), first.writtenNanos(), firstTokenNanos, endNanos);
  }

  private void line(SseLine line) {
    if (fault != null) {
      return;
    }
    switch (line) {
      case SseLine.Chunk chunk -> chunk(chunk);
      case SseLine.Done _ -> done();
      case SseLine.Comment _ -> {}
      case SseLine.Failure(String data) -> fault = new Exchange.Failed(dueNanos, "event " + data);
      case SseLine.Strange(String text) -> wrong("a strange line: " + text);
    }
  }

  private void chunk(SseLine.Chunk chunk) {
    if (done) {
      wrong("a chunk after [DONE]");
      return;
    }
    if (!chunk.content().isEmpty()) {
      token(chunk.content());
    }
    if (chunk.finished()) {
      finish();
    }
    if (chunk.completionTokens() != SseLine.Chunk.NO_USAGE) {
      usage(chunk.completionTokens());
    }
  }

  private void token(String content) {
    int expected = script.shape().tokens();
    if (finished || tokens == expected) {
      wrong("a token too many: " + content);
    } else if (tokens == 0) {
      firstToken(content);
    } else if (!content.equals(script.token(tokens))) {
      wrong("token " + tokens + " is \"" + content + "\", not \"" + script.token(tokens) + "\"");
    }
    tokens++;
    tokenRead.run();
  }

  private void firstToken(String content) {
    firstTokenNanos = ticker.getAsLong();
    Optional<FirstToken> token = FirstToken.parse(content);
    if (token.isEmpty() || token.get().mark() != script.mark()) {
      wrong("the first token is \"" + content + "\", not of mark " + script.mark());
    } else {
      first = token.get();
    }
  }

  private void finish() {
    if (finished || tokens != script.shape().tokens()) {
      wrong("finish_reason after " + tokens + " of " + script.shape().tokens() + " tokens");
    }
    finished = true;
  }

  private void usage(int completionTokens) {
    if (usageSeen || completionTokens != script.shape().tokens()) {
      wrong("usage says " + completionTokens + " of " + script.shape().tokens() + " tokens");
    }
    usageSeen = true;
  }

  private void done() {
    if (done || !finished || !usageSeen) {
      wrong("[DONE] out of place after " + tokens + " tokens");
    }
    done = true;
    endNanos = ticker.getAsLong();
  }

  private void wrong(String reason) {
    if (fault == null) {
      fault = new Exchange.Wrong(dueNanos, reason);
    }
  }
}
