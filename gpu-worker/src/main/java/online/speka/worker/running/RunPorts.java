package online.speka.worker.running;

import online.speka.worker.publishing.FramePublisher;
import online.speka.worker.publishing.KeptEnds;
import online.speka.worker.publishing.OutcomePublisher;
import online.speka.worker.publishing.ReplayLog;

/// Where a run's words go, and where earlier ones are read.
record RunPorts(FramePublisher frames, OutcomePublisher outcomes, ReplayLog logs, KeptEnds ends) {}
