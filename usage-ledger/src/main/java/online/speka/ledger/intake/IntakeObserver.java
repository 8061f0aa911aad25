package online.speka.ledger.intake;

import online.speka.ledger.funds.Settlements;

/// Who is told what the intake does.
record IntakeObserver(IntakeMetrics metrics, PostingTraces traces, Settlements settlements) {
  static final IntakeObserver NONE =
      new IntakeObserver(IntakeMetrics.NONE, PostingTraces.NONE, Settlements.NONE);
}
