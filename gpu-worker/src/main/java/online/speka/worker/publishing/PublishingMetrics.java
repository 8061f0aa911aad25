package online.speka.worker.publishing;

/// Counts what publishing does.
///
/// `entries sent = added + already there + superseded + refused + lost and sent again + in flight`
interface PublishingMetrics {

  PublishingMetrics NONE =
      new PublishingMetrics() {
        @Override
        public void frame() {}

        @Override
        public void sent(Batch batch) {}

        @Override
        public void appended(Batch.Appended result) {}

        @Override
        public void connectionLost() {}

        @Override
        public void outcome(boolean durable) {}

        @Override
        public void outcomeRetried() {}
      };

  /// A frame was written.
  void frame();

  /// A pipeline left for Redis.
  void sent(Batch batch);

  /// Redis answered for one entry of a replay log.
  void appended(Batch.Appended result);

  void connectionLost();

  /// A fact for the outcomes topic was acknowledged, or given up.
  void outcome(boolean durable);

  /// Kafka did not take a fact; it is offered again.
  void outcomeRetried();
}
