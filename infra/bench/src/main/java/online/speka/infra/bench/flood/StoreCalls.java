package online.speka.infra.bench.flood;

/// Calls to stores, as the stores count them.
///
/// @param redis commands
/// @param database transactions, committed and rolled back
record StoreCalls(long redis, long database) {

  StoreCalls since(StoreCalls before) {
    return new StoreCalls(redis - before.redis(), database - before.database());
  }
}
