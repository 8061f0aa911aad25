package online.speka.contract.wire;

import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Since when Redis can be believed about funds. Under [RedisNames#FUNDS_GENERATION], as `<number>
/// <state>`; written by the ledger alone.
///
/// A Redis that was restarted, or that took over from another, may have lost its last writes, and
/// nothing in its data tells. But it has lost its scripts: those are never written down. So
/// requests with funds are admitted only by [RedisScripts#admissionIn] of the current generation,
/// by digest, and only the ledger loads it. `NOSCRIPT` means that reservations may be missing; the
/// ledger opens the next generation, under new names, when it has entered all of them again.
///
/// @param number grows with every generation
public record FundsGeneration(long number, State state) {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,15}) (opening|open)");

  public FundsGeneration {
    Objects.requireNonNull(state);
    if (number < 0) {
      throw new IllegalArgumentException("a generation is never negative: " + number);
    }
  }

  /// How far a generation is.
  public enum State {
    /// Reservations are entered again; nothing is admitted.
    OPENING("opening"),
    OPEN("open");

    private final String word;

    State(String word) {
      this.word = word;
    }
  }

  /// @throws WireFormatException if the text is no such thing
  public static FundsGeneration parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new WireFormatException("not a generation of funds: " + text);
    }
    State state = form.group(2).equals(State.OPEN.word) ? State.OPEN : State.OPENING;
    return new FundsGeneration(Long.parseLong(form.group(1)), state);
  }

  public boolean isOpen() {
    return state == State.OPEN;
  }

  @Override
  public String toString() {
    return number + " " + state.word;
  }
}
