package online.speka.dispatcher.flowcontrol;

/// The waiting jobs of one lane, in the order in which they are served. Fairness between tenants is
/// the business of its implementations and of nobody else.
interface LaneQueue extends Iterable<OwnedJob> {

  void add(OwnedJob job);

  void remove(OwnedJob job);

  int size();

  /// The same jobs, the latest arrival first.
  Iterable<OwnedJob> newestFirst();
}
