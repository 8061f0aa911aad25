package online.speka.ledger.reporting;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import online.speka.contract.job.JobId;

/// A job as people name it: its id, with or without dashes, or what their client was given: the id
/// of the completion (`chatcmpl-` and the id without dashes) or of the request (`req_`).
public final class JobReference {

  private static final Pattern FORM =
      Pattern.compile(
          "(?:[a-z]{1,16}[-_])?([0-9a-f]{8})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{12})");

  private JobReference() {}

  /// @return empty if the text cannot name a job
  public static Optional<JobId> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(JobId.parse(matcher.replaceFirst("$1-$2-$3-$4-$5")));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
