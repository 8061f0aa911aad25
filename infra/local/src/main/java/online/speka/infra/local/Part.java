package online.speka.infra.local;

import java.util.List;
import online.speka.infra.services.process.ChildCommand;
import online.speka.infra.services.process.ChildProcess;
import online.speka.infra.services.process.DataDirectory;

/// A running process, with the instances it holds.
record Part(Plan plan, ChildProcess process, DataDirectory directory) {

  /// A process that is to be started.
  ///
  /// @param name of its log and of its directory
  record Plan(String name, List<Instance> instances) {
    Plan {
      instances = List.copyOf(instances);
    }
  }

  static Part start(Plan plan, ChildCommand command, DataDirectory directory) {
    directory.reap(command);
    return new Part(plan, ChildProcess.start(command, directory), directory);
  }
}
