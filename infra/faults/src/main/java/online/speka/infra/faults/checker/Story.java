package online.speka.infra.faults.checker;

import java.util.List;
import online.speka.infra.faults.history.Bill;
import online.speka.infra.faults.history.Entry;

/// A history, sorted by what it is about.
///
/// @param strays bills of jobs that were never accepted
/// @param faults what was broken, in order
record Story(
    Entry.Begun begun,
    List<RequestStory> requests,
    List<JobStory> jobs,
    List<Bill> strays,
    List<Entry.Struck> faults,
    List<Entry.Healed> heals,
    List<Entry.Books> books,
    List<Entry.Buried> buried,
    List<Entry.Funds> funds,
    List<Entry.Sampled> samples) {

  Story {
    requests = List.copyOf(requests);
    jobs = List.copyOf(jobs);
    strays = List.copyOf(strays);
    faults = List.copyOf(faults);
    heals = List.copyOf(heals);
    books = List.copyOf(books);
    buried = List.copyOf(buried);
    funds = List.copyOf(funds);
    samples = List.copyOf(samples);
  }

  /// When all that was broken worked again; the end of time if something never did.
  long lastHealMicros() {
    return heals.size() < faults.size()
        ? Long.MAX_VALUE
        : heals.stream().mapToLong(Entry.Healed::atMicros).max().orElse(0);
  }

  /// When the first thing was broken; the end of time if nothing was.
  long firstFaultMicros() {
    return faults.isEmpty() ? Long.MAX_VALUE : faults.getFirst().atMicros();
  }
}
