package online.speka.worker.publishing;

/// Whether outcomes can be made durable now.
public interface KafkaReachability {

  /// Asks the cluster; takes a second or two at most.
  boolean isReachable() throws InterruptedException;
}
