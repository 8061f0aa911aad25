package online.speka.worker.engine.simulator;

import online.speka.worker.engine.EngineFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Adds the simulator to the engines of a worker.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SimulatorProperties.class)
public class SimulatorEngineConfiguration {

  @Bean
  EngineFactory simulatorEngineFactory(SimulatorProperties properties) {
    return new SimulatorEngineFactory(properties, System::nanoTime);
  }
}
