package online.speka.edge;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/// The edge as a process of its own, or as one of several contexts in one JVM.
@SpringBootApplication(proxyBeanMethods = false)
public class EdgeApplication {

  public static void main(String[] args) {
    start(args);
  }

  /// Starts an edge and returns when it listens. It is ready when its readiness probe says so.
  ///
  /// @param args properties as on a command line: `--server.port=8080`
  public static ConfigurableApplicationContext start(String... args) {
    return new SpringApplicationBuilder(EdgeApplication.class)
        // Other contexts on the same class path have files and web servers of their own.
        .properties("spring.config.name=edge")
        .web(WebApplicationType.REACTIVE)
        .run(args);
  }
}
