package online.speka.testkit.architecture.planted.pure.clean.scheduling;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** Its settings, bound by Spring. */
@ConfigurationProperties("speka.scheduling")
public record SchedulingLimits(@DefaultValue("8") int inFlightMax) {}
