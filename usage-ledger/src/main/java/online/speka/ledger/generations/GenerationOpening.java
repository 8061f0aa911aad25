package online.speka.ledger.generations;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import online.speka.contract.job.Job;
import online.speka.contract.job.JobId;
import online.speka.contract.principal.TenantId;
import online.speka.contract.wire.FundsInRedis.Used;
import online.speka.contract.wire.Reservation;
import online.speka.ledger.funds.FundUpdate;

/// Opens one generation. Each step needs the one before; the process may die after any of them.
///
/// What is in Kafka when its end is read is entered here; what is written later is either admitted
/// in this generation, or entered by its edge, which hears of the announcement before.
final class GenerationOpening {

  private static final int TENANTS_AT_ONCE_MAX = 200;
  private static final int JOBS_AT_ONCE_MAX = 5_000;

  private final GenerationBoard generations;
  private final Sources sources;

  /// Waits for edges to enter what they have reserved; false if there is no time left.
  private final BooleanSupplier edges;

  GenerationOpening(GenerationBoard generations, Sources sources, BooleanSupplier edges) {
    this.generations = generations;
    this.sources = sources;
    this.edges = edges;
  }

  /// @return whether it serves now
  boolean run(long number) {
    if (!generations.announce(number) || !edges.getAsBoolean()) {
      return false;
    }
    Set<TenantId> tenants = sources.levels().tenants();
    List<Job> standing = new ArrayList<>(sources.jobs().read(tenants::contains));
    if (!sources.jobs().awaitOutcomes()) {
      return false;
    }
    standing.addAll(sources.open().of(tenants));
    enter(number, Standing.of(standing));
    eachPage(page -> sources.board().open(number, page));
    // Redis could not be told of a bill that was made while its fund was not known yet.
    eachPage(page -> sources.board().push(page));
    // A bill that was committed since it was asked for was settled before its reservation was
    // there.
    for (TenantId tenant : tenants) {
      end(tenant, sources.board().reservations(number, tenant));
    }
    generations.load(number);
    boolean serves = generations.open(number);
    if (serves) {
      generations.forgetBefore(number);
    }
    return serves;
  }

  private void enter(long number, Standing standing) {
    Set<JobId> decided = decided(standing.entries().keySet());
    standing
        .reservations(decided, sources.levels().fundsOf(standing.keys()))
        .forEach((tenant, reservations) -> sources.board().reassert(number, tenant, reservations));
  }

  private Set<JobId> decided(Collection<JobId> asked) {
    Set<JobId> decided = new HashSet<>();
    List<JobId> ids = List.copyOf(asked);
    for (int at = 0; at < ids.size(); at += JOBS_AT_ONCE_MAX) {
      decided.addAll(
          sources
              .levels()
              .decided(ids.subList(at, Math.min(ids.size(), at + JOBS_AT_ONCE_MAX)))
              .keySet());
    }
    return decided;
  }

  private void eachPage(Consumer<List<FundUpdate>> told) {
    String after = "";
    for (List<FundUpdate> page = sources.levels().page(after, TENANTS_AT_ONCE_MAX);
        !page.isEmpty();
        page = sources.levels().page(after, TENANTS_AT_ONCE_MAX)) {
      told.accept(page);
      after = page.getLast().tenant().value();
    }
  }

  private void end(TenantId tenant, List<Reservation> reservations) {
    Map<JobId, Long> decided =
        sources.levels().decided(reservations.stream().map(Reservation::job).toList());
    if (!decided.isEmpty()) {
      List<Used> ended =
          decided.entrySet().stream().map(one -> new Used(one.getKey(), one.getValue())).toList();
      var _ =
          sources
              .board()
              .push(List.of(new FundUpdate(tenant, ended, sources.levels().of(tenant).levels())));
    }
  }
}
