package online.speka.worker.engine.onnx;

import online.speka.worker.engine.EngineFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Adds the ONNX engine to a worker.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(OnnxProperties.class)
public class OnnxEngineConfiguration {

  @Bean
  EngineFactory onnxEngineFactory(OnnxProperties properties) {
    return new OnnxEngineFactory(properties);
  }
}
