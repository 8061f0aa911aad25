package online.speka.edge.streaming;

import io.lettuce.core.api.async.RedisAsyncCommands;
import java.util.Optional;

/// The edge's connection for commands, for whoever else needs one.
public interface RedisCommandLink {

  /// Empty while the first connection does not stand. Commands are refused while a later one is
  /// being made again.
  Optional<RedisAsyncCommands<byte[], byte[]>> commands();
}
