package online.speka.ledger.generations;

import java.util.Optional;
import online.speka.contract.wire.FundsGeneration;

/// The generation in Redis. Every one of these throws
/// [online.speka.ledger.funds.FundBoardUnavailableException] while Redis is away.
interface GenerationBoard {

  Optional<FundsGeneration> current();

  /// Whether Redis knows the script that admits in this generation.
  boolean isLoaded(long number);

  /// From here on nothing is admitted under funds, and edges enter what they have reserved.
  ///
  /// @return false if there is one as high already
  boolean announce(long number);

  void load(long number);

  /// @return false if it is not the one that was announced last
  boolean open(long number);

  /// Removes what older generations have left.
  void forgetBefore(long number);
}
