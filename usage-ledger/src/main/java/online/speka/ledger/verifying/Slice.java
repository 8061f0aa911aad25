package online.speka.ledger.verifying;

/// What was posted by the database transactions from one to another: nothing is added to it any
/// more.
///
/// @param after exclusive
/// @param to inclusive
/// @param last whether there was nothing later when it was cut
record Slice(long after, long to, boolean last) {}
