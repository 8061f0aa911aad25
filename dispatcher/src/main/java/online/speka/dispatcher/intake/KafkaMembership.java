package online.speka.dispatcher.intake;

import online.speka.dispatcher.flowcontrol.Moment;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.Metric;
import org.jspecify.annotations.Nullable;

/// Renews the lease from what the consumer's own metrics say.
final class KafkaMembership {

  private final Consumer<byte[], byte[]> consumer;
  private final MembershipLease lease;
  private @Nullable Metric heartbeatAge;
  private @Nullable Metric bytesIn;

  KafkaMembership(Consumer<byte[], byte[]> consumer, MembershipLease lease) {
    this.consumer = consumer;
    this.lease = lease;
  }

  void check(Moment now) {
    if (heartbeatAge == null || bytesIn == null) {
      consumer
          .metrics()
          .forEach(
              (name, metric) -> {
                if (name.name().equals("last-heartbeat-seconds-ago")) {
                  heartbeatAge = metric;
                } else if (name.name().equals("incoming-byte-total")
                    && name.group().equals("consumer-metrics")) {
                  bytesIn = metric;
                }
              });
    }
    lease.check(number(heartbeatAge), (long) number(bytesIn), now.nanos());
  }

  private static double number(@Nullable Metric metric) {
    return metric != null && metric.metricValue() instanceof Number number
        ? number.doubleValue()
        : -1;
  }
}
