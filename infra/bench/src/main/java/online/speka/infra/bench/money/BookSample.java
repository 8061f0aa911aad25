package online.speka.infra.bench.money;

import java.util.List;

/// What the database says, as of one moment.
///
/// @param atNanos before it was asked
/// @param balance of the organisation
/// @param billed jobs that have a bill since the sample before
/// @param postingsSum of everybody's
record BookSample(long atNanos, long balance, List<String> billed, long postingsSum) {
  BookSample {
    billed = List.copyOf(billed);
  }
}
