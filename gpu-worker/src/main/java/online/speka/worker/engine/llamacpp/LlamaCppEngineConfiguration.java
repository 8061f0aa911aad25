package online.speka.worker.engine.llamacpp;

import online.speka.worker.engine.EngineFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Adds the llama.cpp engine to a worker.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(LlamaCppProperties.class)
public class LlamaCppEngineConfiguration {

  @Bean
  EngineFactory llamaCppEngineFactory(LlamaCppProperties properties) {
    return new LlamaCppEngineFactory(properties, Runtime.getRuntime().availableProcessors());
  }
}
