package online.speka.edge.streaming;

import java.time.Duration;

/// How far one stream is with reading its replay log: at most one read at a time, a bounded number
/// of them in vain.
final class CatchUp {
  private static final int DOUBLINGS_MAX = 5;

  private final int triesMax;
  private final Duration delay;
  private boolean wanted;
  private boolean reading;
  private boolean pausing;
  private boolean gap;
  private int inVain;
  private int unreadable;

  CatchUp(int triesMax, Duration delay) {
    this.triesMax = triesMax;
    this.delay = delay;
  }

  /// The log may hold something new.
  void want() {
    wanted = true;
  }

  /// Frames are missing.
  void noteGap() {
    gap = true;
  }

  /// Whether to begin a read now.
  ///
  /// @param behind whether frames are known that were not taken
  boolean begin(boolean behind) {
    if (reading || pausing || !(wanted || behind)) {
      return false;
    }
    wanted = false;
    reading = true;
    return true;
  }

  /// The log could not be read; that says nothing about what is in it. Reads in vain count from the
  /// beginning when it can be read again: a Redis that lost its data has to be told by the workers
  /// first.
  Duration unreadable() {
    reading = false;
    wanted = true;
    inVain = 0;
    return pause(++unreadable);
  }

  /// A read brought the stream forward.
  ///
  /// @param more whether the log goes on
  void advanced(boolean more) {
    reading = false;
    inVain = 0;
    unreadable = 0;
    wanted |= more;
  }

  /// A read brought nothing, although frames are missing. They may be on their way into the log.
  Duration readInVain() {
    reading = false;
    unreadable = 0;
    return pause(++inVain);
  }

  /// A read brought nothing, and nothing is missing.
  void upToDate() {
    reading = false;
    inVain = 0;
    unreadable = 0;
  }

  boolean isHopeless() {
    return inVain > triesMax;
  }

  void resume() {
    pausing = false;
  }

  /// Whether a gap was open that is closed now.
  boolean closeGap() {
    boolean closed = gap;
    gap = false;
    return closed;
  }

  private Duration pause(int times) {
    pausing = true;
    return delay.multipliedBy(1L << Math.min(times - 1, DOUBLINGS_MAX));
  }
}
