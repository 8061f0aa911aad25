package online.speka.worker.engine;

/// One model, loaded and ready to run jobs; as many at a time as the catalog gives it slots.
///
/// Implementations are thread-safe: each slot calls [#run] from a thread of its own.
public interface Engine extends AutoCloseable {

  /// False while the model loads, or while the server behind it cannot be reached. A worker does
  /// not take jobs for an engine that is not ready.
  boolean ready();

  /// Whether another run of the same job produces the same bytes, frame by frame. Only then may a
  /// second attempt go on where a first one broke off.
  boolean deterministic();

  /// Runs the job to its end and reports how it ended. Blocks; called on a virtual thread.
  ///
  /// Everything that can be expected to go wrong is a result, not an exception. Bytes passed to the
  /// sink are ready for the client: whole server-sent events if the job streams, pieces of one JSON
  /// document if not.
  ///
  /// @throws InterruptedException if the worker is killed while the job runs
  EngineResult run(EngineRun run, AnswerSink sink) throws InterruptedException;

  /// Frees the model. Runs still going end as [EngineResult.Broken] or [EngineResult.Cancelled].
  @Override
  void close();
}
