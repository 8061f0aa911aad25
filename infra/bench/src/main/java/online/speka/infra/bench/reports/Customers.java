package online.speka.infra.bench.reports;

import java.util.ArrayList;
import java.util.List;
import online.speka.infra.bench.probe.AdminApi;

/// Who the bills are of.
///
/// @param organizations ids; the first has the most bills
/// @param keys ids, as many for each organisation, in the same order
/// @param models ids, most used first
/// @param priceVersion what all of them are billed by
record Customers(
    List<String> organizations, List<String> keys, List<String> models, long priceVersion) {

  private static final int ORGANIZATIONS = 100;
  private static final int KEYS_EACH = 2;
  private static final List<String> MODELS =
      List.of("bench/most", "bench/much", "bench/some", "bench/few");

  Customers {
    organizations = List.copyOf(organizations);
    keys = List.copyOf(keys);
    models = List.copyOf(models);
    if (organizations.isEmpty() || keys.size() % organizations.size() != 0 || models.isEmpty()) {
      throw new IllegalArgumentException("every organisation needs the same number of keys");
    }
  }

  /// A hundred organisations of two keys each.
  static Customers make(AdminApi admin, long priceVersion) {
    List<String> organizations = new ArrayList<>();
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < ORGANIZATIONS; i++) {
      String organization = admin.createOrganization("Customer " + i);
      organizations.add(organization);
      String project = admin.createProject(organization, "Reports");
      for (int k = 0; k < KEYS_EACH; k++) {
        keys.add(admin.mint(organization, project).id());
      }
    }
    return new Customers(organizations, keys, MODELS, priceVersion);
  }

  int keysEach() {
    return keys.size() / organizations.size();
  }
}
