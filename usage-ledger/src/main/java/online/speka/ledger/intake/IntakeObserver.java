package online.speka.ledger.intake;

/// Who is told what the intake does.
record IntakeObserver(IntakeMetrics metrics, PostingTraces traces, UsedTokens usedTokens) {
  static final IntakeObserver NONE =
      new IntakeObserver(IntakeMetrics.NONE, PostingTraces.NONE, UsedTokens.NONE);
}
