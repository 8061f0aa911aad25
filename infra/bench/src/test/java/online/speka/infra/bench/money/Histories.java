package online.speka.infra.bench.money;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import online.speka.contract.usage.Prices;
import online.speka.contract.usage.Usage;

/// A history in which all is well, to plant mistakes in: two clients, one answered whole and one
/// that left, and a third who was refused with reason.
final class Histories {

  static final Prices PRICES = new Prices(1_000_000, 500_000, 4_000_000);
  static final String WHOLE = "a";
  static final String LEFT = "b";
  static final Usage TRUTH = Usage.of(20, 10);
  static final long COST = 400;

  final List<Round> rounds = new ArrayList<>();
  final List<Attempt> attempts = new ArrayList<>();
  final List<FundSample> funds = new ArrayList<>();
  final List<BookSample> books = new ArrayList<>();
  final Map<String, Long> reservations = new HashMap<>();
  final List<Bill> bills = new ArrayList<>();

  static Histories good() {
    Histories history = new Histories();
    history.rounds.add(new Round(1, 1_000, List.of(), true, 5, 916, 916, 0));
    history.attempts.add(attempt(1, 100, accepted(WHOLE, TRUTH, 10, Answer.End.WHOLE)));
    history.attempts.add(attempt(2, 101, accepted(LEFT, null, 3, Answer.End.LEFT)));
    history.attempts.add(attempt(3, 102, new Answer.Refused(Refusals.SOURCE)));
    history.funds.add(fund(50, 1_000, 0));
    history.funds.add(fund(90, 1_000, 0));
    history.funds.add(fund(105, 1_000, 800));
    history.funds.add(fund(300, 916, 0));
    history.books.add(new BookSample(60, 1_000, List.of(), 0));
    history.books.add(new BookSample(150, 940, List.of(WHOLE), 0));
    history.books.add(new BookSample(310, 904, List.of(LEFT), 0));
    history.reservations.put(WHOLE, COST);
    history.reservations.put(LEFT, COST);
    history.bills.add(bill(WHOLE, TRUTH, 60));
    history.bills.add(bill(LEFT, Usage.of(20, 4), 36));
    return history;
  }

  static Ask ask(int number, Ask.Expected expected) {
    return new Ask(number, number, "{}", true, 0, COST, TRUTH, expected);
  }

  /// Sent at this time, its head after 10, its end after 30.
  static Attempt attempt(int number, long sent, Answer answer) {
    return new Attempt(1, ask(number, Ask.Expected.EITHER), sent, sent + 10, sent + 30, answer);
  }

  static Answer accepted(String job, Usage reported, int pieces, Answer.End end) {
    return new Answer.Accepted(job, reported, pieces, end);
  }

  static FundSample fund(long at, long left, long reserved) {
    return new FundSample(at, 1, true, left, reserved, reserved, 0);
  }

  static Bill bill(String job, Usage usage, long amount) {
    return new Bill(job, "COMPLETED", usage, amount, 1, amount);
  }

  /// What the judge finds broken.
  List<Invariant> broken() {
    History history = new History(PRICES, rounds, attempts, funds, books, reservations, bills);
    return Judge.judge(history).stream().map(Finding::invariant).distinct().toList();
  }
}
