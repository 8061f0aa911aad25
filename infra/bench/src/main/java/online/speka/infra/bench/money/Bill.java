package online.speka.infra.bench.money;

import online.speka.contract.usage.Usage;

/// A job's bill.
///
/// @param charges how many transactions charge it
/// @param charged what they charge in all
record Bill(String job, String status, Usage usage, long amount, int charges, long charged) {}
