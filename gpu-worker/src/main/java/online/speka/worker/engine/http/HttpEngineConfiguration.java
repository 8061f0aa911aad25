package online.speka.worker.engine.http;

import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import online.speka.worker.engine.EngineFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Adds engines over HTTP to a worker.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(HttpEngineProperties.class)
public class HttpEngineConfiguration {

  @Bean(destroyMethod = "shutdownNow")
  ScheduledExecutorService upstreamProbes() {
    return Executors.newSingleThreadScheduledExecutor(
        Thread.ofPlatform().daemon().name("upstream-probes").factory());
  }

  @Bean
  EngineFactory httpEngineFactory(
      HttpEngineProperties properties,
      @Qualifier("upstreamProbes") ScheduledExecutorService timer,
      InstantSource instants,
      LongSupplier ticker) {
    return new HttpEngineFactory(
        properties.limits(),
        new UpstreamHealth.Probing(
            timer,
            properties.probeInterval(),
            properties.probeTimeout(),
            () -> ThreadLocalRandom.current().nextLong()),
        new HttpEngineClock(instants, ticker),
        System::getenv);
  }
}
