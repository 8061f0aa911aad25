package online.speka.dispatcher.intake;

import java.util.function.Supplier;
import online.speka.dispatcher.flowcontrol.Moment;

/// What every consumer of the dispatcher group works with, one after the other.
record IntakeParts(
    IntakeProperties properties,
    OwnedModels models,
    Takeover takeover,
    CancelMemory cancels,
    MembershipLease lease,
    Supplier<Moment> clock,
    IntakeMetrics metrics) {}
