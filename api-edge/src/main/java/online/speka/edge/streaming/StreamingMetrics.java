package online.speka.edge.streaming;

import online.speka.edge.assembly.Verdict;

/// What is counted about frames and streams.
///
/// Equations: every published frame that arrives ends in exactly one of four ways, `received =
/// delivered + duplicate + stale + leftToLog + orphaned`; a stream that was opened is closed once,
/// `opened = closed + open`.
interface StreamingMetrics {

  void opened();

  /// @param cancelled whether the job was not over yet
  void closed(boolean cancelled);

  void received();

  /// What was decided about a frame of either source.
  void judged(Verdict verdict, Source source);

  /// A frame came after the end of its stream.
  void late();

  /// There was no room for a frame: it will be read from the log.
  void leftToLog();

  /// No stream of this edge waits for it.
  void orphaned();

  /// Frames that were missing have been read from the log.
  void gapRepaired();

  /// No frame could continue the stream.
  void broken();

  /// A message that holds no frames.
  void unreadable();

  /// Where a frame came from.
  enum Source {
    LIVE,
    LOG
  }

  /// Counts nothing.
  StreamingMetrics NONE =
      new StreamingMetrics() {
        @Override
        public void opened() {}

        @Override
        public void closed(boolean cancelled) {}

        @Override
        public void received() {}

        @Override
        public void judged(Verdict verdict, Source source) {}

        @Override
        public void late() {}

        @Override
        public void leftToLog() {}

        @Override
        public void orphaned() {}

        @Override
        public void gapRepaired() {}

        @Override
        public void broken() {}

        @Override
        public void unreadable() {}
      };
}
