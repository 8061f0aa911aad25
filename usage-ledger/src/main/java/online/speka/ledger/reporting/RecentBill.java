package online.speka.ledger.reporting;

import java.time.Instant;
import java.util.UUID;

/// A bill in one line.
public record RecentBill(
    UUID jobId,
    Instant endedAt,
    String tenant,
    String model,
    String status,
    String cause,
    int attempt,
    long promptTokens,
    long completionTokens,
    long amountMicroCredits) {}
