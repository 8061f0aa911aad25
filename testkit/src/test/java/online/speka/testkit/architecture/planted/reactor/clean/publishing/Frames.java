package online.speka.testkit.architecture.planted.reactor.clean.publishing;

import java.util.List;

/** Plain. */
public record Frames(List<String> frames) {}
