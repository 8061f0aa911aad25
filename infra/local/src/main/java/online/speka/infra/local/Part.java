package online.speka.infra.local;

import online.speka.infra.services.process.ChildCommand;
import online.speka.infra.services.process.ChildProcess;
import online.speka.infra.services.process.DataDirectory;
import online.speka.infra.services.process.ShutdownSequence;
import org.springframework.context.ConfigurableApplicationContext;

/// A started instance, wherever it runs.
sealed interface Part {

  Instance instance();

  long pid();

  /// Inside the launcher's JVM.
  record InThisProcess(Instance instance, ConfigurableApplicationContext context) implements Part {

    /// @param arguments Spring Boot command line
    static Part start(Instance instance, String[] arguments) {
      ConfigurableApplicationContext context = instance.role().start(arguments);
      var _ = ShutdownSequence.ofThisJvm().add(instance.name(), context);
      return new InThisProcess(instance, context);
    }

    @Override
    public long pid() {
      return ProcessHandle.current().pid();
    }
  }

  /// A child JVM.
  record InChildProcess(Instance instance, ChildProcess process, DataDirectory directory)
      implements Part {

    static InChildProcess start(Instance instance, ChildCommand command, DataDirectory directory) {
      directory.reap(command);
      return new InChildProcess(instance, ChildProcess.start(command, directory), directory);
    }

    @Override
    public long pid() {
      return process.pid();
    }
  }
}
