package online.speka.worker.running;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/// Bounds of what a worker takes on.
///
/// @param heldMax most jobs held at the same time, waiting ones included
/// @param heldBytesMax most bytes of their bodies, give or take one body
/// @param waitingMax most jobs of one model that wait for a slot
/// @param earlyCancelsMax most cancels remembered for jobs that are not here
/// @param earlyCancelsKept how long they are remembered
/// @param finishedRemembered how many finished attempts are remembered, so that a repeated
///     assignment is not run again
/// @param overdueMax how long after its deadline a job may still run: longer than edges wait for
///     its end
/// @param acknowledgeMax how long the end of a job may wait for Redis to acknowledge its frames
///     once its deadline has passed
@ConfigurationProperties("speka.worker.running")
record RunningProperties(
    @DefaultValue("4096") int heldMax,
    @DefaultValue("256MB") DataSize heldBytesMax,
    @DefaultValue("1024") int waitingMax,
    @DefaultValue("10000") int earlyCancelsMax,
    @DefaultValue("60s") Duration earlyCancelsKept,
    @DefaultValue("10000") int finishedRemembered,
    @DefaultValue("10s") Duration overdueMax,
    @DefaultValue("5s") Duration acknowledgeMax) {}
