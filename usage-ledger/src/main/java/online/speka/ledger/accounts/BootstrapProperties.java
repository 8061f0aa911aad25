package online.speka.ledger.accounts;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import online.speka.contract.principal.Access;
import online.speka.contract.principal.ApiKey;
import online.speka.contract.principal.Limit;
import online.speka.contract.principal.Principal;
import online.speka.contract.principal.TenantId;
import online.speka.ledger.keys.AccessInput;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Keys that are minted at start, where they do not exist yet. Nothing here changes a key that
/// exists: one that was revoked stays revoked.
///
/// @param tenant who the first key belongs to
/// @param key the first key, whole; none is minted without it
/// @param limits of the first key
/// @param fixtures further keys, for tests
@ConfigurationProperties("speka.ledger.bootstrap")
record BootstrapProperties(
    @DefaultValue("local") String tenant,
    @Nullable String key,
    @DefaultValue Bounds limits,
    @DefaultValue List<Fixture> fixtures) {

  private static final int FIXTURES_MAX = 100;

  BootstrapProperties {
    fixtures = List.copyOf(fixtures);
    if (fixtures.size() > FIXTURES_MAX) {
      throw new IllegalArgumentException(
          "speka.ledger.bootstrap.fixtures: at most " + FIXTURES_MAX);
    }
    if (key != null) {
      var _ = parse("speka.ledger.bootstrap.key", key);
    }
    for (int i = 0; i < fixtures.size(); i++) {
      var _ = parse("speka.ledger.bootstrap.fixtures[" + i + "].key", fixtures.get(i).key());
    }
  }

  /// @param state REVOKED mints a key that opens nothing
  /// @param prepaid whether its organisation can only spend what it has
  /// @param models the models it may use; none means all
  /// @param endpoints the endpoints it may use, as `chat_completions`; none means all
  record Fixture(
      String tenant,
      String key,
      @DefaultValue("ACTIVE") Principal.State state,
      @DefaultValue("false") boolean prepaid,
      @DefaultValue Bounds limits,
      @DefaultValue List<String> models,
      @DefaultValue List<String> endpoints) {

    Fixture {
      models = List.copyOf(models);
      endpoints = List.copyOf(endpoints);
    }

    Access access() {
      return new AccessInput(models, endpoints, null, List.of()).toAccess();
    }

    @Override
    public String toString() {
      return "Fixture[" + tenant + ", " + state + "]";
    }
  }

  /// What one key may use; zero means no limit.
  ///
  /// @param per the time in which used requests are there again
  record Bounds(
      @DefaultValue("0") long requests,
      @DefaultValue("1m") Duration per,
      @DefaultValue("0") long tokensPerMinute,
      @DefaultValue("0") long tokensPerDay,
      @DefaultValue("0") long parallelRequests) {

    List<Limit> toLimits() {
      List<Limit> limits = new ArrayList<>();
      if (requests > 0) {
        limits.add(new Limit(Limit.Scope.KEY, Limit.Unit.REQUESTS, requests, per));
      }
      if (tokensPerMinute > 0) {
        limits.add(tokens(tokensPerMinute, Duration.ofMinutes(1)));
      }
      if (tokensPerDay > 0) {
        limits.add(tokens(tokensPerDay, Duration.ofDays(1)));
      }
      if (parallelRequests > 0) {
        limits.add(Limit.parallel(Limit.Scope.KEY, parallelRequests));
      }
      return limits;
    }

    private static Limit tokens(long amount, Duration per) {
      return new Limit(Limit.Scope.KEY, Limit.Unit.TOKENS, amount, per);
    }
  }

  /// Organisations that can only spend what they have.
  List<TenantId> prepaid() {
    return fixtures.stream()
        .filter(Fixture::prepaid)
        .map(fixture -> new TenantId(fixture.tenant()))
        .distinct()
        .toList();
  }

  List<KeyGrant> grants() {
    Stream<KeyGrant> first =
        key == null
            ? Stream.empty()
            : Stream.of(grant(tenant, key, Principal.State.ACTIVE, limits, Access.UNRESTRICTED));
    return Stream.concat(
            first,
            fixtures.stream()
                .map(f -> grant(f.tenant(), f.key(), f.state(), f.limits(), f.access())))
        .toList();
  }

  private static KeyGrant grant(
      String tenant, String key, Principal.State state, Bounds limits, Access access) {
    return KeyGrant.of(
        new TenantId(tenant),
        parse("speka.ledger.bootstrap", key),
        state,
        limits.toLimits(),
        access);
  }

  /// The message never repeats the key: it ends in the log of a start that failed.
  private static ApiKey parse(String name, String key) {
    return ApiKey.parse(key)
        .orElseThrow(
            () -> new IllegalArgumentException(name + " is not a key: wrong form or checksum"));
  }

  @Override
  public String toString() {
    return "BootstrapProperties[" + tenant + ", " + fixtures + "]";
  }
}
