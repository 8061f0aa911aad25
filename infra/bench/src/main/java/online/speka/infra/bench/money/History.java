package online.speka.infra.bench.money;

import java.util.List;
import java.util.Map;
import online.speka.contract.usage.Prices;

/// All that was seen of a run.
///
/// @param funds in the order of time, as are the books
/// @param reservations what was seen in Redis, for every job
record History(
    Prices prices,
    List<Round> rounds,
    List<Attempt> attempts,
    List<FundSample> funds,
    List<BookSample> books,
    Map<String, Long> reservations,
    List<Bill> bills) {
  History {
    rounds = List.copyOf(rounds);
    attempts = List.copyOf(attempts);
    funds = List.copyOf(funds);
    books = List.copyOf(books);
    reservations = Map.copyOf(reservations);
    bills = List.copyOf(bills);
  }
}
