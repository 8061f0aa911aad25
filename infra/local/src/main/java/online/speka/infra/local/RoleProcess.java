package online.speka.infra.local;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import online.speka.infra.services.process.ParentWatch;
import online.speka.infra.services.process.ShutdownSequence;
import org.springframework.context.ConfigurableApplicationContext;

/// The main program of a process that holds one part or several. For each part the arguments are
/// its role's word and its Spring Boot command line; [#NEXT] stands between two parts.
public final class RoleProcess {

  static final String NEXT = "--";

  private RoleProcess() {}

  public static void main(String[] args) {
    ParentWatch.exitWithParent();
    List<List<String>> parts = split(List.of(args));
    if (parts.size() > 1) {
      SharedLog.use();
    }
    List<ConfigurableApplicationContext> contexts = startAll(parts);
    for (int i = 0; i < contexts.size(); i++) {
      var _ = ShutdownSequence.ofThisJvm().add(parts.get(i).getFirst(), contexts.get(i));
    }
  }

  private static List<List<String>> split(List<String> args) {
    List<List<String>> parts = new ArrayList<>();
    int from = 0;
    for (int at = 0; at <= args.size(); at++) {
      if (at == args.size() || args.get(at).equals(NEXT)) {
        parts.add(args.subList(from, at));
        from = at + 1;
      }
    }
    return parts;
  }

  /// All at the same time: much of a start is waiting, for the disk and for each other.
  private static List<ConfigurableApplicationContext> startAll(List<List<String>> parts) {
    try (ExecutorService threads = Executors.newFixedThreadPool(parts.size())) {
      List<Future<ConfigurableApplicationContext>> starting =
          parts.stream().map(part -> threads.submit(() -> start(part))).toList();
      return starting.stream().map(Services::await).toList();
    }
  }

  private static ConfigurableApplicationContext start(List<String> part) {
    String[] arguments = part.subList(1, part.size()).toArray(String[]::new);
    return Role.of(part.getFirst()).start(arguments);
  }
}
