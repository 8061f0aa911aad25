package online.speka.dispatcher;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/// The dispatcher: owns models, from the reading of a job to its outcome.
///
/// Reads `dispatcher.yml`; everything in it can be set from outside. Its web server answers health
/// and metrics only.
@SpringBootApplication
public class DispatcherApplication {

  public static void main(String[] args) {
    var _ = start(args);
  }

  /// Starts it and returns when it has joined the group, or is about to.
  ///
  /// @param args `--key=value`, strongest of all settings
  public static ConfigurableApplicationContext start(String... args) {
    return new SpringApplicationBuilder(DispatcherApplication.class)
        .web(WebApplicationType.SERVLET)
        // Not an argument: each application on a shared class path reads its own file.
        .properties("spring.config.name=dispatcher")
        .run(args);
  }
}
