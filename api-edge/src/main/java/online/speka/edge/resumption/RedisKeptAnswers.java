package online.speka.edge.resumption;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.StreamMessage;
import java.util.ArrayList;
import java.util.List;
import online.speka.contract.job.JobId;
import online.speka.contract.stream.Frame;
import online.speka.contract.wire.FrameCodec;
import online.speka.contract.wire.RedisNames;
import reactor.core.publisher.Mono;

/// Looks at the beginning of a job's replay log, and whether the job was cancelled.
record RedisKeptAnswers(RedisQuestions redis) implements KeptAnswers {
  private static final byte[] CANCELLED = RedisNames.RESPONSE_CANCELLED.getBytes(US_ASCII);

  @Override
  public Mono<KeptAnswer> look(JobId job) {
    byte[] log = RedisNames.replayLog(job).getBytes(US_ASCII);
    byte[] marks = RedisNames.response(job).getBytes(US_ASCII);
    return redis
        .ask(commands -> commands.hexists(marks, CANCELLED))
        .zipWith(
            redis.ask(commands -> commands.xrange(log, Range.unbounded(), Limit.from(1))),
            (cancelled, first) -> cancelled ? KeptAnswer.CANCELLED : kept(first));
  }

  private static KeptAnswer kept(List<StreamMessage<byte[], byte[]>> first) {
    if (first.isEmpty()) {
      return KeptAnswer.NOTHING;
    }
    List<Frame> frames = new ArrayList<>();
    first.getFirst().getBody().values().forEach(bytes -> FrameCodec.decode(bytes, frames::add));
    return !frames.isEmpty() && frames.getFirst().sequence() == 0
        ? KeptAnswer.FROM_THE_BEGINNING
        : KeptAnswer.CUT;
  }
}
