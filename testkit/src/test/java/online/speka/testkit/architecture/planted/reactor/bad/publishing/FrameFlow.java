package online.speka.testkit.architecture.planted.reactor.bad.publishing;

import reactor.core.publisher.Flux;

/** Reactive outside of the edge. */
public record FrameFlow(Flux<String> frames) {}
