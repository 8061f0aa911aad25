package online.speka.worker.engine;

import java.util.ArrayList;
import java.util.List;

/// Tells a run that nobody wants its answer any more. Once cancelled, always cancelled.
public final class Cancellation {

  private final List<Runnable> actions = new ArrayList<>(1);
  private boolean cancelled;

  public synchronized boolean isCancelled() {
    return cancelled;
  }

  /// Runs the action when cancelled; at once, on this thread, if that has happened already. Actions
  /// are short and do not throw: they close a connection or set a flag.
  public void onCancel(Runnable action) {
    synchronized (this) {
      if (!cancelled) {
        actions.add(action);
        return;
      }
    }
    action.run();
  }

  public void cancel() {
    List<Runnable> due;
    synchronized (this) {
      if (cancelled) {
        return;
      }
      cancelled = true;
      due = List.copyOf(actions);
      actions.clear();
    }
    due.forEach(Runnable::run);
  }
}
