/// Figures by the hour and by the month.
///
/// **Receives** bills and entries in the order of their commits. **Decides** to which hour and
/// month each belongs: the one it happened in, or the first open one if that month is closed; and
/// when a month may be closed. **Hands to** PostgreSQL sums that reports read instead of bills, and
/// closed months with a checksum.
@NullMarked
package online.speka.ledger.rollup;

import org.jspecify.annotations.NullMarked;
