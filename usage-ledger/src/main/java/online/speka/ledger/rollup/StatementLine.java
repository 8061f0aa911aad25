package online.speka.ledger.rollup;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/// One figure of a closed month.
///
/// @param kind `USAGE`, or the kind of the entries
/// @param project of usage only, as are key and model
/// @param jobs or entries
/// @param amountMicroCredits what moved on the organisation's account: below zero for usage
public record StatementLine(
    String kind,
    @Nullable String project,
    @Nullable String key,
    @Nullable String model,
    BigInteger jobs,
    BigInteger promptTokens,
    BigInteger completionTokens,
    BigInteger images,
    BigInteger amountMicroCredits) {}
