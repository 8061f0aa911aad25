package online.speka.dispatcher.workers;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.RedisException;
import io.lettuce.core.api.StatefulRedisConnection;
import java.util.HashMap;
import java.util.Map;
import online.speka.contract.fleet.Heartbeat;
import online.speka.contract.fleet.WorkerId;
import online.speka.contract.wire.HeartbeatCodec;
import online.speka.contract.wire.RedisNames;
import online.speka.contract.wire.WireFormatException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The hash of workers in Redis.
final class RedisHeartbeats implements HeartbeatSource {

  private static final Logger LOG = LoggerFactory.getLogger(RedisHeartbeats.class);

  private final StatefulRedisConnection<byte[], byte[]> connection;

  RedisHeartbeats(StatefulRedisConnection<byte[], byte[]> connection) {
    this.connection = connection;
  }

  @Override
  public Map<WorkerId, Heartbeat> read() {
    Map<byte[], byte[]> fields;
    try {
      fields = connection.sync().hgetall(RedisNames.WORKERS.getBytes(UTF_8));
    } catch (RedisException e) {
      throw new UnreadableException("reading " + RedisNames.WORKERS, e);
    }
    Map<WorkerId, Heartbeat> heartbeats = HashMap.newHashMap(fields.size());
    fields.values().forEach(json -> decode(json, heartbeats));
    return heartbeats;
  }

  private static void decode(byte[] json, Map<WorkerId, Heartbeat> heartbeats) {
    try {
      Heartbeat heartbeat = HeartbeatCodec.decode(json);
      heartbeats.put(heartbeat.worker(), heartbeat);
    } catch (WireFormatException e) {
      LOG.atWarn().setCause(e).log("heartbeat cannot be read; the worker counts as silent");
    }
  }

  @Override
  public void forget(WorkerId worker) {
    byte[] field = worker.value().getBytes(UTF_8);
    byte[] inbox = RedisNames.inbox(worker).getBytes(UTF_8);
    byte[] taken = RedisNames.taken(worker).getBytes(UTF_8);
    try {
      var commands = connection.async();
      var _ = commands.hdel(RedisNames.WORKERS.getBytes(UTF_8), field);
      var _ = commands.del(inbox, taken);
    } catch (RedisException e) {
      LOG.atDebug().setCause(e).log("a dead worker's keys stay; its field is removed next time");
    }
  }
}
