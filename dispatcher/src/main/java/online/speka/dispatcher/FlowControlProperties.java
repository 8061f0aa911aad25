package online.speka.dispatcher;

import java.time.Duration;
import online.speka.dispatcher.flowcontrol.FlowLimits;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/// Settings of flow control, `speka.dispatcher.flowcontrol.*`. They stand here because flow control
/// itself knows no Spring; what each means is said at [FlowLimits].
@ConfigurationProperties("speka.dispatcher.flowcontrol")
record FlowControlProperties(
    @DefaultValue("3") int attemptsMax,
    @DefaultValue("10") int freeRetriesMax,
    @DefaultValue("10s") Duration noWorkerWaitMax,
    @DefaultValue RetryBudget retryBudget,
    @DefaultValue Queue queue,
    @DefaultValue ReadAhead readAhead,
    @DefaultValue("4") int unseenBeatsMax,
    @DefaultValue("10") int goneBeatsMax,
    @DefaultValue("100ms") Duration handoffRetry,
    @DefaultValue("200ms") Duration concludeRetry,
    @DefaultValue("30s") Duration observeMax,
    @DefaultValue("3s") Duration lossWordMax,
    @DefaultValue("1000000") int inheritedFactsMax) {

  record RetryBudget(
      @DefaultValue("0.1") double perJob,
      @DefaultValue("10") double initial,
      @DefaultValue("100") double max) {}

  record Queue(
      @DefaultValue("2m") Duration waitMax, @DefaultValue("1000000") long tokensPerSlotMax) {}

  record ReadAhead(
      @DefaultValue("64") int jobsMin,
      @DefaultValue("4") int jobsPerSlot,
      @DefaultValue("4096") int jobsMax,
      @DefaultValue("16MB") DataSize bytesMax) {}

  FlowLimits limits() {
    return new FlowLimits(
        new FlowLimits.Retries(attemptsMax, freeRetriesMax),
        new FlowLimits.Budget(retryBudget.perJob(), retryBudget.initial(), retryBudget.max()),
        new FlowLimits.QueueLimits(queue.waitMax(), queue.tokensPerSlotMax()),
        new FlowLimits.ReadAheadLimits(
            readAhead.jobsMin(),
            readAhead.jobsPerSlot(),
            readAhead.jobsMax(),
            readAhead.bytesMax().toBytes()),
        new FlowLimits.Sightings(unseenBeatsMax, goneBeatsMax),
        new FlowLimits.Waits(noWorkerWaitMax, handoffRetry, concludeRetry, observeMax, lossWordMax),
        inheritedFactsMax);
  }
}
