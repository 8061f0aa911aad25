package online.speka.infra.local;

import java.util.concurrent.CountDownLatch;
import online.speka.contract.wire.CatalogException;
import online.speka.infra.services.process.ServiceException;

/// The launcher. Prints `READY …` on standard output when requests are answered; Ctrl-C or SIGTERM
/// ends everything it started.
public final class LocalApplication {

  private LocalApplication() {}

  public static void main(String[] args) throws InterruptedException {
    LocalSettings settings;
    Progress progress = new Progress(System.err, System::nanoTime);
    try {
      settings = LocalSettings.of(System.getenv());
      LogFile.open(settings.data());
      System.out.println(LocalStack.start(settings, progress));
    } catch (LocalException | ServiceException | CatalogException e) {
      progress.say("cannot start: " + e.getMessage());
      System.exit(1);
    }
    // Ends with the JVM: everything that was started closes in the shutdown hook.
    new CountDownLatch(1).await();
  }
}
