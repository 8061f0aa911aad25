package online.speka.worker.running;

/// Who watches runs.
record RunWatch(RunMetrics metrics, JobTracing tracing) {}
