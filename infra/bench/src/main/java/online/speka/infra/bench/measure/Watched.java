package online.speka.infra.bench.measure;

/// A process whose CPU and memory are accounted for.
///
/// @param role what it does, for people; several roles in one process are joined by `+`
/// @param withChildren whether its child processes are part of it
public record Watched(String role, long pid, boolean withChildren) {}
