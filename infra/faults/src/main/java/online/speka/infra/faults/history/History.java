package online.speka.infra.faults.history;

/// Takes what happened, from any thread.
public interface History {

  void add(Entry entry);
}
