package online.speka.worker.running;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.propagation.Propagator;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import online.speka.contract.guard.Guard;
import online.speka.contract.guard.Guards;
import online.speka.worker.engine.Engines;
import online.speka.worker.publishing.FramePublisher;
import online.speka.worker.publishing.HastyOutcomes;
import online.speka.worker.publishing.KeptEnds;
import online.speka.worker.publishing.OutcomePublisher;
import online.speka.worker.publishing.ReplayLog;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Wires the slots and the runner of jobs.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RunningProperties.class)
class RunningConfiguration {

  @Bean
  HeldJobs heldJobs(RunningProperties limits, LongSupplier ticker) {
    return new HeldJobs(limits, ticker);
  }

  @Bean
  OverdueJobs overdueJobs(HeldJobs jobs, InstantSource clock, RunningProperties limits) {
    OverdueJobs overdue = new OverdueJobs(jobs, clock, limits.overdueMax());
    overdue.start();
    return overdue;
  }

  @Bean
  ModelSlots modelSlots(Engines engines, RunningProperties limits) {
    return new ModelSlots(
        engines.served().stream().map(Engines.Served::spec).toList(), limits.waitingMax());
  }

  @Bean
  RunPorts runPorts(
      FramePublisher frames,
      OutcomePublisher outcomes,
      ReplayLog logs,
      KeptEnds ends,
      Guards guards) {
    OutcomePublisher held =
        guards.has(Guard.FINAL_FRAME_HOLD) ? outcomes : new HastyOutcomes(outcomes);
    return new RunPorts(frames, held, logs, ends);
  }

  @Bean
  RunClock runClock(InstantSource clock, LongSupplier ticker, RunningProperties limits) {
    return new RunClock(clock, ticker, limits.acknowledgeMax());
  }

  @Bean
  RunWatch runWatch(
      MeterRegistry registry,
      ModelSlots slots,
      HeldJobs heldJobs,
      ObjectProvider<Tracer> tracer,
      ObjectProvider<Propagator> propagator) {
    return new RunWatch(
        new MicrometerRunMetrics(registry, slots, heldJobs),
        new MicrometerJobTracing(
            tracer.getIfAvailable(() -> Tracer.NOOP),
            propagator.getIfAvailable(() -> Propagator.NOOP)));
  }

  @Bean
  JobRunner jobRunner(
      Engines engines,
      ModelSlots slots,
      HeldJobs heldJobs,
      RunPorts ports,
      RunClock clock,
      RunWatch watch) {
    return new JobRunner(engines, slots, heldJobs, ports, clock, watch);
  }
}
