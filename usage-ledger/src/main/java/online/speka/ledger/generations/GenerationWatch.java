package online.speka.ledger.generations;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import online.speka.contract.wire.FundsGeneration;
import online.speka.ledger.funds.FundBoardUnavailableException;
import online.speka.ledger.funds.UnknownFunds;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/// Looks whether the current generation still serves, and has the next one opened if not.
final class GenerationWatch {

  private static final Logger LOG = LoggerFactory.getLogger(GenerationWatch.class);

  private final GenerationBoard generations;
  private final UnknownFunds unknown;
  private final SingleOpener single;
  private final GenerationOpening opening;
  private final AtomicReference<GenerationState.Verdict> last =
      new AtomicReference<>(GenerationState.Verdict.MISSING);

  GenerationWatch(
      GenerationBoard generations,
      UnknownFunds unknown,
      SingleOpener single,
      GenerationOpening opening) {
    this.generations = generations;
    this.unknown = unknown;
    this.single = single;
    this.opening = opening;
  }

  /// @return false if it could not be found out or mended, and should be tried again
  boolean runOnce() {
    try {
      if (!look().isOver()) {
        return true;
      }
      var _ = single.run(this::openNext);
      return !last.get().isOver();
    } catch (FundBoardUnavailableException | DataAccessException | KafkaAwayException e) {
      LOG.atWarn()
          .addKeyValue("why", e.getMessage())
          .log("Nothing is admitted under funds until their generation is known to serve");
      return false;
    }
  }

  /// Whether requests with funds could be admitted when it was looked at last.
  boolean serves() {
    return !last.get().isOver();
  }

  private GenerationState.Verdict look() {
    Optional<FundsGeneration> mark = generations.current();
    boolean isLoaded = mark.map(FundsGeneration::number).map(generations::isLoaded).orElse(false);
    GenerationState.Verdict verdict =
        new GenerationState(mark, isLoaded, unknown.areLost()).verdict();
    last.set(verdict);
    return verdict;
  }

  /// Looks again: whoever held the lock until now has perhaps done it.
  private void openNext() {
    GenerationState.Verdict why = look();
    if (!why.isOver()) {
      return;
    }
    long number = single.nextNumber(generations.current().map(FundsGeneration::number).orElse(0L));
    LOG.atWarn()
        .addKeyValue("generation", number)
        .addKeyValue("why", why)
        .log("Funds are entered into Redis again; nothing is admitted under them meanwhile");
    if (opening.run(number)) {
      unknown.clear();
      LOG.atInfo().addKeyValue("generation", number).log("Funds are open");
    }
    var _ = look();
  }
}
