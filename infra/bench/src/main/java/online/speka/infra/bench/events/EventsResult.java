package online.speka.infra.bench.events;

/// What was delivered, and what was billed.
///
/// @param events how many there are; each was delivered three times
/// @param amount what they cost, in micro-credits
/// @param killedUncommitted how often the ledger died with bills written and not committed
/// @param killedCommitted just after their commit, about when their offsets are
/// @param killedAnywhere without looking
/// @param seconds from the first delivery to the last commit of offsets, kills included
/// @param undisturbedPerSecond deliveries per second once the ledger was back from the last kill
/// @param copyPerSecond bills per second of COPY alone, into the same table
public record EventsResult(
    int events,
    long amount,
    Found found,
    int killedUncommitted,
    int killedCommitted,
    int killedAnywhere,
    double seconds,
    double undisturbedPerSecond,
    double copyPerSecond) {

  /// What is in the database.
  public record Found(
      long bills, long billed, long charges, long postingsSum, long balancesSum, long revenue) {}

  public boolean isExactlyOnce() {
    return found.bills() == events
        && found.billed() == amount
        && found.charges() == events
        && found.postingsSum() == 0
        && found.balancesSum() == 0
        && found.revenue() == amount;
  }

  public double deliveriesPerSecond() {
    return (double) events * DeliveryOrder.TIMES / seconds;
  }

  public double eventsPerSecond() {
    return events / seconds;
  }
}
