package online.speka.infra.local;

import java.util.Arrays;
import online.speka.infra.services.process.ParentWatch;

/// The main program of a part that is a process of its own. The first argument is the role's word.
public final class RoleProcess {

  private RoleProcess() {}

  public static void main(String[] args) {
    ParentWatch.exitWithParent();
    Role role = Role.of(args[0]);
    var _ = role.start(Arrays.copyOfRange(args, 1, args.length));
  }
}
