package online.speka.worker.lifecycle;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Bounds of the worker's end.
///
/// @param drainMax how long running jobs may still take after the signal to stop
/// @param drainMin how long assignments that are on their way are still taken and handed back
/// @param breakOffMax how long engines may take to obey when that time is over
@ConfigurationProperties("speka.worker.lifecycle")
record LifecycleProperties(
    @DefaultValue("60s") Duration drainMax,
    @DefaultValue("1s") Duration drainMin,
    @DefaultValue("5s") Duration breakOffMax) {}
