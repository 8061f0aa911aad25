package online.speka.infra.bench.revocation;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import online.speka.infra.bench.probe.AdminApi;

/// Makes keys through the admin API, a few at a time.
final class KeyMint {

  /// Fewer than a project may have.
  private static final int KEYS_PER_PROJECT = 900;

  private static final int AT_ONCE = 4;

  private final AdminApi admin;
  private final Consumer<String> progress;

  KeyMint(AdminApi admin, Consumer<String> progress) {
    this.admin = admin;
    this.progress = progress;
  }

  List<AdminApi.MintedKey> mint(int count) {
    String organization = admin.createOrganization("Revocations");
    List<String> projects = new ArrayList<>();
    for (int first = 0; first < count; first += KEYS_PER_PROJECT) {
      projects.add(admin.createProject(organization, "Keys from " + first));
    }
    AtomicInteger minted = new AtomicInteger();
    try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
      List<Future<AdminApi.MintedKey>> keys = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        String project = projects.get(i / KEYS_PER_PROJECT);
        keys.add(
            threads.submit(
                () -> {
                  AdminApi.MintedKey key = admin.mint(organization, project);
                  progress.accept("%,d of %,d keys".formatted(minted.incrementAndGet(), count));
                  return key;
                }));
      }
      return keys.stream().map(Joined::get).toList();
    }
  }
}
