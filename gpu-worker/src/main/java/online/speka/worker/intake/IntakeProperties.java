package online.speka.worker.intake;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Bounds of intake.
///
/// @param blockMax how long one wait for the inbox lasts; also how long it takes to notice a stop
/// @param reconnectMax longest pause between two attempts to reach Redis
/// @param epochKept how long after a model's last assignment those of its former owners are refused
@ConfigurationProperties("speka.worker.intake")
record IntakeProperties(
    @DefaultValue("1s") Duration blockMax,
    @DefaultValue("1s") Duration reconnectMax,
    @DefaultValue("30s") Duration epochKept) {}
