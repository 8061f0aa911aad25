package online.speka.edge.funds;

import online.speka.edge.submission.SubmissionObserver.Answer;

/// How far a reservation is, from the edge's side of it.
sealed interface Stage {

  /// Whether a new generation has to be told of it.
  default boolean stands() {
    return switch (this) {
      case Serving _, Settled _ -> true;
      case Asked _, Returning _ -> false;
    };
  }

  /// Redis was asked, and has not answered yet.
  record Asked() implements Stage {}

  /// Redis has it, and jobs of it may still be on their way.
  ///
  /// @param unanswered jobs that the broker has not answered yet
  /// @param durable whether the broker has one of them
  /// @param doubtful whether it may have one of them, and nobody here will hear
  /// @param over whether no more of them can come
  record Serving(int unanswered, boolean durable, boolean doubtful, boolean over) implements Stage {
    static final Serving NEW = new Serving(0, false, false, false);

    Serving sending() {
      return new Serving(unanswered + 1, durable, doubtful, over);
    }

    /// @param now in nanoseconds
    Stage answered(Answer answer, long now) {
      return new Serving(
              unanswered - 1,
              durable || answer == Answer.DURABLE,
              doubtful || answer == Answer.NOTHING,
              over)
          .next(now);
    }

    /// The request is over.
    ///
    /// @param now in nanoseconds
    Stage end(long now) {
      return new Serving(unanswered, durable, doubtful, true).next(now);
    }

    private Stage next(long now) {
      if (!over || unanswered > 0) {
        return this;
      }
      return durable || doubtful ? new Settled(doubtful, now) : new Returning();
    }
  }

  /// Nothing more is done about it here: the ledger finds its jobs at the broker. It stands here
  /// for a while all the same: the ledger may be looking just now, and a job in doubt may turn up
  /// late.
  ///
  /// @param since in nanoseconds
  record Settled(boolean doubtful, long since) implements Stage {}

  /// No job comes of it, and Redis has not been told yet.
  record Returning() implements Stage {}
}
