package online.speka.edge.funds;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// @param pollInterval pause between two looks at the generation of funds
/// @param pollPauseMin shortest such pause, however much has happened
/// @param waitMax longest wait for one answer of Redis
/// @param reservationsMax most reservations this edge answers for; beyond it nothing is reserved
/// @param durableKept how long a reservation is answered for here after its job was acknowledged:
///     longer than [#pollInterval], so that none falls between this edge and the ledger
/// @param doubtfulKept how long a job that the broker did not answer for may still turn up
@ConfigurationProperties("speka.edge.funds")
record FundsProperties(
    @DefaultValue("500ms") Duration pollInterval,
    @DefaultValue("50ms") Duration pollPauseMin,
    @DefaultValue("2s") Duration waitMax,
    @DefaultValue("20000") int reservationsMax,
    @DefaultValue("2s") Duration durableKept,
    @DefaultValue("60s") Duration doubtfulKept) {

  FundsProperties {
    if (!pollPauseMin.isPositive() || pollInterval.compareTo(pollPauseMin) < 0) {
      throw new IllegalArgumentException(
          "speka.edge.funds.pollInterval must be at least pollPauseMin, and that positive");
    }
    if (!waitMax.isPositive() || reservationsMax < 1) {
      throw new IllegalArgumentException(
          "speka.edge.funds: waitMax and reservationsMax must be positive");
    }
    if (durableKept.compareTo(pollInterval) <= 0) {
      throw new IllegalArgumentException(
          "speka.edge.funds.durableKept must be longer than pollInterval");
    }
  }
}
