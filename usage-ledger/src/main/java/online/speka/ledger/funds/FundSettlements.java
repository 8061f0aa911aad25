package online.speka.ledger.funds;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import online.speka.contract.job.JobId;
import online.speka.contract.principal.TenantId;
import online.speka.ledger.funds.FundBoard.UnknownFund;
import online.speka.ledger.posting.Receipt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/// Ends reservations as soon as their bills are committed.
///
/// What Redis cannot be told waits in a bounded memory, and goes with the next batch that can: what
/// is left is read again then. While Redis is away only the timer tries it, so that bills do not
/// wait for it.
final class FundSettlements implements Settlements, FundChanges {

  private static final Logger LOG = LoggerFactory.getLogger(FundSettlements.class);

  /// Enough for one batch of the intake, so that usually one round trip settles it.
  private static final int ENDED_AT_ONCE_MAX = 1000;

  private static final int TENANTS_AT_ONCE_MAX = 200;

  private final FundLevels levels;
  private final FundBoard board;
  private final int pendingMax;
  private final UnknownFunds unknown;

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<JobId, Ended> pending = new LinkedHashMap<>();
  private final Set<TenantId> changed = new LinkedHashSet<>();
  private final Set<UnknownFund> made = new LinkedHashSet<>();
  private boolean away;

  FundSettlements(FundLevels levels, FundBoard board, int pendingMax, UnknownFunds unknown) {
    this.levels = levels;
    this.board = board;
    this.pendingMax = pendingMax;
    this.unknown = unknown;
  }

  @Override
  public void committed(List<Receipt> receipts) {
    List<Ended> ended = Ended.of(receipts);
    lock.lock();
    try {
      remember(ended);
      if (!away) {
        flush();
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void changed(Collection<TenantId> tenants) {
    lock.lock();
    try {
      changed.addAll(tenants);
      if (!away) {
        flush();
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void made(TenantId tenant, String fund) {
    lock.lock();
    try {
      made.add(new UnknownFund(tenant, fund));
      if (!away) {
        flush();
      }
    } finally {
      lock.unlock();
    }
  }

  /// Tries again what could not be told.
  void retry() {
    lock.lock();
    try {
      flush();
    } finally {
      lock.unlock();
    }
    askAgain(unknown.waiting());
  }

  private void askAgain(Set<UnknownFund> waiting) {
    if (waiting.isEmpty()) {
      return;
    }
    try {
      unknown.retain(
          board.push(
              waiting.stream().map(UnknownFund::tenant).distinct().map(levels::of).toList()));
    } catch (DataAccessException | FundBoardUnavailableException e) {
      LOG.atDebug().setCause(e).log("It stays open whether funds are lost");
    }
  }

  /// Tells of every fund: whatever was not told when it changed is told now.
  void refresh() {
    try {
      String after = "";
      for (List<FundUpdate> page = levels.page(after, TENANTS_AT_ONCE_MAX);
          !page.isEmpty();
          page = levels.page(after, TENANTS_AT_ONCE_MAX)) {
        unknown.add(board.push(page));
        after = page.getLast().tenant().value();
      }
    } catch (DataAccessException | FundBoardUnavailableException e) {
      LOG.atDebug().setCause(e).log("Redis is not told what is left; it will be");
    }
  }

  int pending() {
    lock.lock();
    try {
      return pending.size();
    } finally {
      lock.unlock();
    }
  }

  private void remember(List<Ended> ended) {
    ended.forEach(one -> pending.merge(one.reservation(), one, (a, b) -> a.isCertain() ? a : b));
    int tooMany = pending.size() - pendingMax;
    if (tooMany > 0) {
      pending.keySet().removeAll(first(tooMany).stream().map(Ended::reservation).toList());
      LOG.atWarn()
          .addKeyValue("reservations", tooMany)
          .log("Reservations stay open until they are swept: Redis has been away for long");
    }
  }

  private void flush() {
    try {
      openMade();
      tellChanged();
      while (!pending.isEmpty()) {
        List<Ended> batch = first(ENDED_AT_ONCE_MAX);
        List<FundUpdate> updates = levels.after(batch);
        unknown.add(board.push(updates));
        pending.keySet().removeAll(batch.stream().map(Ended::reservation).toList());
      }
      away = false;
    } catch (DataAccessException | FundBoardUnavailableException e) {
      if (!away) {
        LOG.atWarn()
            .addKeyValue("reservations", pending.size())
            .addKeyValue("why", e.getMessage())
            .log("Reservations stay open until Redis can be told of their bills");
      }
      away = true;
    }
  }

  private void openMade() {
    if (made.isEmpty()) {
      return;
    }
    long generation = board.generation();
    // Where there is none yet, the first one opens with all funds there are.
    if (generation > 0) {
      board.open(
          generation,
          made.stream().map(fund -> levels.of(fund.tenant()).only(fund.fund())).toList());
    }
    // Nor could anybody tell of a bill that was made while a fund was not known yet.
    made.forEach(fund -> changed.add(fund.tenant()));
    made.clear();
  }

  private void tellChanged() {
    while (!changed.isEmpty()) {
      List<TenantId> tenants = changed.stream().limit(TENANTS_AT_ONCE_MAX).toList();
      unknown.add(board.push(tenants.stream().map(levels::of).toList()));
      tenants.forEach(changed::remove);
    }
  }

  private List<Ended> first(int max) {
    return pending.values().stream().limit(max).toList();
  }
}
