package online.speka.worker.engine.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import online.speka.contract.catalog.EngineSpec;
import online.speka.contract.catalog.ModelKind;
import online.speka.contract.catalog.ModelSpec;
import online.speka.worker.engine.Engine;
import online.speka.worker.engine.EngineFactory;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class SimulatorEngineConfigurationTest {

  private static final EngineSpec.Simulator SPEC =
      new EngineSpec.Simulator(
          Duration.ofMillis(9),
          Duration.ofMillis(8),
          Duration.ofNanos(7000),
          64,
          false,
          EngineSpec.Simulator.Faults.NONE);

  private final ApplicationContextRunner runner =
      new ApplicationContextRunner().withUserConfiguration(SimulatorEngineConfiguration.class);

  @Test
  void itMakesEnginesOfBothKindsAndOfNoOthers() {
    runner.run(
        context -> {
          EngineFactory factory = context.getBean(EngineFactory.class);
          for (ModelKind kind : List.of(ModelKind.CHAT, ModelKind.EMBEDDINGS)) {
            ModelSpec model = Simulated.model("sim/x", kind, SPEC, 100);
            assertThat(factory.supports(model)).isTrue();
            try (Engine engine = factory.create(model)) {
              assertThat(engine.ready()).isTrue();
              assertThat(engine.deterministic()).isTrue();
            }
          }
          EngineSpec http =
              new EngineSpec.Http(
                  URI.create("http://localhost/v1"),
                  "m",
                  null,
                  Duration.ofSeconds(1),
                  Duration.ofSeconds(1),
                  Duration.ofSeconds(1),
                  Set.of());
          ModelSpec other =
              new ModelSpec(
                  Simulated.chatModel(SPEC, 100).id(),
                  ModelKind.CHAT,
                  "x",
                  java.time.Instant.EPOCH,
                  new ModelSpec.Capacity(1, 100, 100),
                  new ModelSpec.Partitions(1, 1),
                  online.speka.contract.usage.Prices.FREE,
                  http);
          assertThat(factory.supports(other)).isFalse();
        });
  }

  @Test
  void theCatalogSaysHowFastItIs() {
    runner.run(
        context ->
            assertThat(context.getBean(SimulatorProperties.class).delays(SPEC))
                .isEqualTo(new Delays(9_000_000, 8_000_000, 7_000)));
  }

  @Test
  void theEnvironmentGoesBeforeTheCatalog() {
    runner
        .withInitializer(
            context ->
                context
                    .getEnvironment()
                    .getPropertySources()
                    .addFirst(
                        new SystemEnvironmentPropertySource(
                            StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                            java.util.Map.of(
                                "SPEKA_SIM_TTFT",
                                "20ms",
                                "SPEKA_SIM_ITL",
                                "3",
                                "SPEKA_SIM_PREFILL",
                                "0"))))
        .run(
            context ->
                assertThat(context.getBean(SimulatorProperties.class).delays(SPEC))
                    .isEqualTo(new Delays(20_000_000, 3_000_000, 0)));
  }

  @Test
  void aNegativeDelayIsRefusedByName() {
    runner
        .withPropertyValues("speka.sim.itl=-1ms")
        .run(
            context ->
                assertThat(context).getFailure().rootCause().hasMessageContaining("speka.sim.itl"));
  }

  @Test
  void noDelayIsLongerThanAnHour() {
    Delays delays = Delays.of(Duration.ofDays(9), Duration.ZERO, Duration.ofHours(1));
    assertThat(delays.firstToken()).isEqualTo(Duration.ofHours(1).toNanos());
    assertThat(delays.beforeFirst(Integer.MAX_VALUE)).isEqualTo(Duration.ofHours(1).toNanos());
  }
}
