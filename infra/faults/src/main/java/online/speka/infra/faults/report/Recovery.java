package online.speka.infra.faults.report;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.TreeMap;
import online.speka.infra.faults.history.Entry;

/// How long clients felt one blow.
///
/// @param backMicros until the victim, or its successor, said that it works: for a process that was
///     killed, its cold start
/// @param goodputMicros until clients read 95 % of the bytes per second that they read before
public record Recovery(
    String fault, String role, OptionalLong backMicros, OptionalLong goodputMicros) {

  private static final double SHARE = 0.95;
  private static final long SECOND_MICROS = 1_000_000;

  /// Streams that begin with the load have to get going first.
  private static final long RAMP_MICROS = 3 * SECOND_MICROS;

  /// Long enough that single streams do not matter.
  private static final long WINDOW_MICROS = 2 * SECOND_MICROS;

  private static final long STEP_MICROS = SECOND_MICROS / 10;

  public static List<Recovery> of(List<Entry> history) {
    TreeMap<Long, Long> read = new TreeMap<>();
    List<Entry.Struck> strikes = new ArrayList<>();
    List<Entry.Healed> heals = new ArrayList<>();
    long lastAsked = 0;
    for (Entry entry : history) {
      switch (entry) {
        case Entry.Read it -> read.merge(it.atMicros(), (long) it.text().length(), Long::sum);
        case Entry.Struck it -> strikes.add(it);
        case Entry.Healed it -> heals.add(it);
        case Entry.Asked it -> lastAsked = Math.max(lastAsked, it.atMicros());
        case Entry.Begun _, Entry.Answered _, Entry.Resumed _, Entry.Ended _ -> {}
        case Entry.Accepted _, Entry.Told _, Entry.Billed _ -> {}
        case Entry.Books _, Entry.Buried _, Entry.Funds _, Entry.Sampled _ -> {}
      }
    }
    if (strikes.isEmpty()) {
      return List.of();
    }
    Goodput goodput = new Goodput(read, strikes.getFirst().atMicros(), lastAsked);
    return strikes.stream().map(strike -> of(strike, heals, goodput)).toList();
  }

  private static Recovery of(Entry.Struck strike, List<Entry.Healed> heals, Goodput goodput) {
    OptionalLong back =
        heals.stream()
            .filter(heal -> heal.pid() == strike.pid() && heal.atMicros() >= strike.atMicros())
            .mapToLong(heal -> heal.atMicros() - strike.atMicros())
            .findFirst();
    return new Recovery(
        strike.fault(), strike.role(), back, goodput.recoveredAfter(strike.atMicros()));
  }

  /// @param read bytes by the microsecond
  private record Goodput(TreeMap<Long, Long> read, long usualEnd, long loadEnd) {

    OptionalLong recoveredAfter(long strike) {
      double usual = perMicro(RAMP_MICROS, usualEnd);
      for (long at = strike; at + WINDOW_MICROS <= loadEnd; at += STEP_MICROS) {
        if (perMicro(at, at + WINDOW_MICROS) >= SHARE * usual) {
          return OptionalLong.of(at - strike);
        }
      }
      return OptionalLong.empty();
    }

    private double perMicro(long from, long to) {
      long bytes = read.subMap(from, to).values().stream().mapToLong(Long::longValue).sum();
      return (double) bytes / Math.max(1, to - from);
    }
  }
}
