package online.speka.infra.bench.stack;

import io.lettuce.core.RedisClient;
import java.util.List;
import online.speka.contract.job.EdgeId;
import online.speka.contract.wire.RedisNames;

/// Finds the channel of the one edge of a platform.
public final class RedisEdgeChannel {

  private static final String ANY = RedisNames.edgeChannel(new EdgeId("*"));

  private RedisEdgeChannel() {}

  /// @throws StackException unless there is one edge
  public static String find(String redisUri) {
    try (RedisClient client = RedisClient.create(redisUri)) {
      List<String> channels = client.connect().sync().pubsubShardChannels(ANY);
      if (channels.size() != 1) {
        throw new StackException(
            "This needs a platform with one edge, not " + channels.size() + ".");
      }
      return channels.getFirst();
    }
  }
}
