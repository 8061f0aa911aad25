package online.speka.infra.faults.history;

import online.speka.contract.usage.Usage;

/// A row of the ledger's bills.
///
/// @param amount micro-credits
public record Bill(
    String job,
    String tenant,
    String model,
    String status,
    int epoch,
    int number,
    Usage usage,
    long amount) {}
