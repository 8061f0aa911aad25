package online.speka.infra.bench.money;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import online.speka.contract.catalog.ModelSpec;
import online.speka.contract.principal.TenantId;
import online.speka.contract.wire.CatalogFile;
import online.speka.infra.bench.stack.ReadyFile;
import online.speka.infra.bench.stack.StackException;

/// Runs the rounds against a platform, and has what was seen judged.
public final class MoneyRun {

  /// The simulated model that is asked.
  public static final String MODEL = "meta/llama-3.3-70b-instruct";

  private static final Duration LOOK_AGAIN = Duration.ofMillis(100);
  private static final Duration KNOWN_WAIT_MAX = Duration.ofSeconds(30);

  /// From the last answer until nothing may be reserved any more: a new generation, the bills that
  /// wait in Kafka, and once the sweep that finds what nobody will ever bill.
  private static final Duration SETTLED_WAIT_MAX = Duration.ofSeconds(150);

  private final Platform platform;
  private final Plan plan;
  private final LongSupplier ticker;
  private final Consumer<Supplier<String>> progress;
  private final List<Attempt> attempts = new ArrayList<>();
  private final List<Round> rounds = new ArrayList<>();

  /// @param ready as it is now
  /// @param readyFile where it is written
  /// @param catalog of the models
  public record Platform(Supplier<ReadyFile> ready, Path readyFile, Path catalog) {

    private List<String> urls(String role) {
      return ready.get().processes().stream()
          .filter(process -> process.role().equals(role))
          .map(ReadyFile.PlatformProcess::url)
          .flatMap(url -> Optional.ofNullable(url).stream())
          .toList();
    }

    private String url(String role) {
      return urls(role).stream()
          .findFirst()
          .orElseThrow(() -> new StackException("ready.json has no address of " + role + "."));
    }
  }

  /// @param requests at once
  /// @param kills in each round but the first
  /// @param credit what can be spent when a round begins, in micro-credits
  /// @param probes pairs of requests after each round: one that costs all there is, and one micro-
  ///     credit more
  public record Plan(int requests, int rounds, int kills, long credit, int probes, long seed) {}

  public MoneyRun(
      Platform platform, Plan plan, LongSupplier ticker, Consumer<Supplier<String>> progress) {
    this.platform = platform;
    this.plan = plan;
    this.ticker = ticker;
    this.progress = progress;
  }

  public MoneyResult run() {
    try (AdminApi admin = new AdminApi(platform.readyFile())) {
      progress.accept(() -> "creating an organisation that pays in advance");
      String organization = admin.createOrganization("money-" + ticker.getAsLong());
      String key = admin.mintKey(organization);
      List<URI> edges = platform.urls("edge").stream().map(URI::create).toList();
      try (Client client = new Client(edges, key, ticker);
          RedisFunds redis = new RedisFunds(platform.url("redis"), new TenantId(organization));
          JdbcMoney database = new JdbcMoney(platform.url("postgres"), organization, ticker);
          Sampler sampler = new Sampler(redis, database, ticker)) {
        return run(new Parts(admin, organization, client, database, sampler));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new StackException("interrupted");
      }
    }
  }

  private record Parts(
      AdminApi admin, String organization, Client client, JdbcMoney database, Sampler sampler) {}

  private MoneyResult run(Parts parts) throws InterruptedException {
    ModelSpec model = CatalogFile.read(platform.catalog()).find(MODEL).orElseThrow();
    Asks asks = new Asks(model, plan.seed());
    Killer killer = new Killer(platform.ready(), plan.seed(), ticker);
    awaitKnown(parts.client());
    long toppedUp = 0;
    for (int round = 1; round <= plan.rounds(); round++) {
      toppedUp += topUp(parts, round);
      storm(parts, asks, killer, round);
      if (!rounds.getLast().settled()) {
        break;
      }
      new Probes(parts.client(), asks, this::awaitSettled)
          .run(round, plan, parts.sampler(), attempts);
    }
    return result(parts, model, killer, toppedUp);
  }

  private void awaitKnown(Client client) throws InterruptedException {
    progress.accept(() -> "waiting until every edge knows the key");
    long until = ticker.getAsLong() + KNOWN_WAIT_MAX.toNanos();
    for (int edge = 0; edge < client.edges(); edge++) {
      while (!client.isKnownTo(edge)) {
        if (ticker.getAsLong() > until) {
          throw new StackException("An edge does not know a key that was minted.");
        }
        LockSupport.parkNanos(LOOK_AGAIN.toNanos());
      }
    }
  }

  private long topUp(Parts parts, int round) {
    long missing =
        plan.credit() - parts.sampler().now().books().map(BookSample::balance).orElse(0L);
    if (missing > 0) {
      parts.admin().topUp(parts.organization(), missing, round);
    }
    if (awaitSettled(parts.sampler(), plan.credit()).isEmpty()) {
      throw new StackException("A top-up does not reach Redis.");
    }
    return Math.max(0, missing);
  }

  private void storm(Parts parts, Asks asks, Killer killer, int round) throws InterruptedException {
    Storm storm = new Storm(parts.client(), asks);
    progress.accept(
        () ->
            "round %d of %d: %d clients, %d of them wait, %d kills so far"
                .formatted(
                    round,
                    plan.rounds(),
                    plan.requests(),
                    storm.waiting(),
                    killer.counts().values().stream().mapToInt(Integer::intValue).sum()));
    attempts.addAll(
        storm.blow(
            round,
            plan.requests(),
            () -> {
              if (round > 1) {
                killer.strike(plan.kills());
              }
            }));
    long ended = ticker.getAsLong();
    progress.accept(() -> "round " + round + ": waiting until nothing is reserved");
    Optional<Long> settled = awaitSettled(parts.sampler(), -1);
    Sampler.Now now = parts.sampler().now();
    rounds.add(
        new Round(
            round,
            plan.credit(),
            killer.taken(),
            settled.isPresent() && storm.waiting() == 0,
            ticker.getAsLong() - ended,
            now.funds().map(FundSample::left).orElse(0L),
            now.books().map(BookSample::balance).orElse(0L),
            now.funds().map(FundSample::entries).orElse(0L)));
  }

  /// @param wanted what must be there then; below 0 for whatever there is
  private Optional<Long> awaitSettled(Sampler sampler, long wanted) {
    long begun = ticker.getAsLong();
    while (ticker.getAsLong() - begun < SETTLED_WAIT_MAX.toNanos()) {
      Sampler.Now now = sampler.now();
      Optional<Long> left = now.settled().filter(it -> wanted < 0 || it == wanted);
      if (now.atNanos() > begun && left.isPresent()) {
        return left;
      }
      LockSupport.parkNanos(LOOK_AGAIN.toNanos());
    }
    return Optional.empty();
  }

  private MoneyResult result(Parts parts, ModelSpec model, Killer killer, long toppedUp) {
    progress.accept(() -> "judging " + attempts.size() + " attempts");
    Sampler.Seen seen = parts.sampler().stop();
    List<Bill> bills = parts.database().bills();
    History history =
        new History(
            model.prices(),
            rounds,
            attempts,
            seen.funds(),
            seen.books(),
            seen.reservations(),
            bills);
    List<Finding> findings = Judge.judge(history);
    return new MoneyResult(
        parts.organization(),
        rounds.stream().map(round -> Counts.of(round, attempts)).toList(),
        killer.counts(),
        seen.funds().size(),
        seen.books().size(),
        seen.missed(),
        (int) seen.funds().stream().mapToLong(FundSample::generation).distinct().count(),
        toppedUp,
        bills.stream().mapToLong(Bill::amount).sum(),
        bills.size(),
        MoneyResult.count(findings),
        MoneyResult.examples(findings));
  }
}
