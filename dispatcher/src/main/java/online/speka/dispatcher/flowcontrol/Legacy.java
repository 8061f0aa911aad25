package online.speka.dispatcher.flowcontrol;

import java.util.Map;

/// What a former owner of shards has left.
///
/// @param ends for each shard the first offset that no former owner can have read
/// @param facts what the outcomes topic holds since the first attempt at any unfinished job
public record Legacy(Map<Shard, Long> ends, PastFacts facts) {
  public Legacy {
    ends = Map.copyOf(ends);
  }
}
