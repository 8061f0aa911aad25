package online.speka.infra.faults.checker;

/// Something that must not be.
///
/// @param subject the request, job or process
public record Violation(Invariant invariant, String subject, String what) {

  @Override
  public String toString() {
    return invariant + " " + subject + ": " + what;
  }
}
