package online.speka.dispatcher.flowcontrol;

/// Where a job lies in the log.
public record Position(Shard shard, long offset) {}
