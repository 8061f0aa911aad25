package online.speka.contract.wire;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import online.speka.contract.job.JobId;
import online.speka.contract.usage.MicroCredits;

/// What a request may cost at most, held back under every fund of its principal until its bill is
/// there or it is sure that there will be none. In Redis the field of its job in
/// [RedisNames#reservations], as `<cost> <deadline in ms> <fund> <fund> …`.
///
/// @param job of the whole request: one that was cut into parts has one reservation
/// @param deadline until when its edge may wait for it
/// @param funds ids; at least one
public record Reservation(JobId job, MicroCredits cost, Instant deadline, List<String> funds) {

  /// Most that one amount in Redis can be. Scripts calculate with doubles: up to 2^53 they are
  /// exact, and so is the difference of two amounts up to half of that.
  public static final long AMOUNT_MAX = 1L << 52;

  private static final Pattern FORM = Pattern.compile("([0-9]{1,16}) ([0-9]{1,15})((?: \\S+)+)");

  public Reservation {
    Objects.requireNonNull(job);
    funds = List.copyOf(funds);
    if (cost.value() < 0 || cost.value() > AMOUNT_MAX) {
      throw new IllegalArgumentException("a reservation is 0 to " + AMOUNT_MAX + ", not " + cost);
    }
    if (funds.isEmpty()) {
      throw new IllegalArgumentException("a reservation without a fund");
    }
    funds.forEach(Reservation::requireId);
  }

  /// Ids stand in lists that are separated by spaces, and in names of keys.
  static String requireId(String fund) {
    if (fund.isEmpty() || fund.chars().anyMatch(c -> c <= ' ' || c == '{' || c == '}')) {
      throw new IllegalArgumentException("not the id of a fund: '" + fund + "'");
    }
    return fund;
  }

  /// @throws WireFormatException if the text is no such thing
  public static Reservation parse(JobId job, String entry) {
    Matcher form = FORM.matcher(entry);
    if (!form.matches()) {
      throw new WireFormatException("not a reservation: " + entry);
    }
    try {
      return new Reservation(
          job,
          new MicroCredits(Long.parseLong(form.group(1))),
          Instant.ofEpochMilli(Long.parseLong(form.group(2))),
          List.of(form.group(3).substring(1).split(" ")));
    } catch (IllegalArgumentException e) {
      throw new WireFormatException("not a reservation: " + entry, e);
    }
  }

  /// As it stands in Redis.
  public String entry() {
    return cost.value() + " " + deadline.toEpochMilli() + " " + String.join(" ", funds);
  }
}
