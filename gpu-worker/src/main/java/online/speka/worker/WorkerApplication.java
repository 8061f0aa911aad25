package online.speka.worker;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/// The worker process. Its web server answers health, metrics and `GET /inflight`, nothing else.
@SpringBootApplication(proxyBeanMethods = false)
public class WorkerApplication {

  public static void main(String[] args) {
    start(args);
    // Runs after the context has closed. A JVM that SIGTERM ended would report 143 although the
    // drain went well, and an orchestrator would count a failure.
    SpringApplication.getShutdownHandlers().add(() -> Runtime.getRuntime().halt(0));
  }

  /// Starts a worker in this process; closing the context drains it.
  public static ConfigurableApplicationContext start(String... args) {
    return builder().run(args);
  }

  static SpringApplicationBuilder builder() {
    return new SpringApplicationBuilder(WorkerApplication.class)
        .web(WebApplicationType.SERVLET)
        .properties("spring.config.name=worker");
  }
}
