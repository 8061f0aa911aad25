package online.speka.ledger.admin.resources;

import static online.speka.ledger.admin.resources.Refusals.done;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Stream;
import online.speka.contract.catalog.JobKind;
import online.speka.contract.principal.Access;
import online.speka.contract.principal.ApiKey;
import online.speka.contract.principal.KeyId;
import online.speka.contract.principal.ProjectId;
import online.speka.contract.principal.TenantId;
import online.speka.ledger.admin.http.AdminException;
import online.speka.ledger.admin.http.Call;
import online.speka.ledger.admin.http.Fields;
import online.speka.ledger.admin.http.Operation;
import online.speka.ledger.admin.http.Reply;
import online.speka.ledger.admin.http.Resource;
import online.speka.ledger.keys.AccessInput;
import online.speka.ledger.keys.ApiKeys;
import online.speka.ledger.keys.KeyInfo;
import online.speka.ledger.keys.MintedKey;
import online.speka.ledger.keys.NewKey;
import online.speka.ledger.keys.Rotation;
import online.speka.ledger.organizations.Name;
import org.springframework.http.HttpMethod;

/// The keys of organisations. A secret is in the answer that minted it and nowhere else.
final class KeysResource implements Resource {

  static final String ONE = "/keys/{" + Path.KEY + "}";

  private static final String OF_ORGANIZATION = Path.ONE_ORGANIZATION + "/keys";

  private final ApiKeys keys;

  KeysResource(ApiKeys keys) {
    this.keys = keys;
  }

  @Override
  public List<Operation> operations() {
    return List.of(
        Operation.get(OF_ORGANIZATION, this::list),
        Operation.change(HttpMethod.POST, OF_ORGANIZATION, "key.mint", this::mint),
        Operation.get(ONE, this::find),
        Operation.change(HttpMethod.PATCH, ONE, "key.change", this::change),
        Operation.change(HttpMethod.POST, ONE + "/revoke", "key.revoke", this::revoke),
        Operation.change(HttpMethod.POST, ONE + "/rotate", "key.rotate", this::rotate));
  }

  private Reply list(Call call) {
    TenantId organization = call.id(Path.ORGANIZATION, TenantId::new);
    ProjectId project = call.query().read(Path.PROJECT, ProjectId::new).orElse(null);
    return Lists.reply(
        call, keys.list(organization, project, Lists.paging(call)), KeyView::of, KeyView::id);
  }

  private Reply.Changed mint(Call call) {
    Fields body = call.body();
    return minted(
        done(
            keys.mint(
                new NewKey(
                    call.id(Path.ORGANIZATION, TenantId::new),
                    body.optional(Path.PROJECT, ProjectId::new).orElse(null),
                    body.read("name", Name::new),
                    body.optional("mode", KeysResource::mode).orElse(ApiKey.Mode.LIVE),
                    access(body, Access.UNRESTRICTED),
                    call.operator().signature()))));
  }

  private Reply find(Call call) {
    return new Reply.Json(KeyView.of(key(call)));
  }

  private Reply.Changed change(Call call) {
    KeyInfo key = key(call);
    if (call.body().has("name")) {
      key = done(keys.rename(key.id(), call.body().read("name", Name::new)));
    }
    Access access = access(call.body(), key.access());
    if (!access.equals(key.access())) {
      key = done(keys.changeAccess(key.id(), access));
    }
    return changed(200, key);
  }

  private Reply.Changed revoke(Call call) {
    return changed(200, done(keys.revoke(call.id(Path.KEY, KeyId::new))));
  }

  private Reply.Changed rotate(Call call) {
    long overlapSeconds =
        call.body().optionalWhole("overlap_seconds", 0, Rotation.OVERLAP_MAX.toSeconds()).orElse(0);
    return minted(
        done(
            keys.rotate(
                new Rotation(
                    call.id(Path.KEY, KeyId::new),
                    Duration.ofSeconds(overlapSeconds),
                    call.body().instant("expires_at"),
                    call.operator().signature()))));
  }

  private KeyInfo key(Call call) {
    return keys.find(call.id(Path.KEY, KeyId::new))
        .orElseThrow(() -> AdminException.notFound("There is no such key."));
  }

  /// What is not said stays as it is.
  private static Access access(Fields body, Access before) {
    return new AccessInput(
            texts(body, "models", Access.MODELS_MAX, () -> before.models().stream()),
            texts(
                body,
                "endpoints",
                JobKind.values().length,
                () ->
                    before.endpoints().stream().map(kind -> kind.name().toLowerCase(Locale.ROOT))),
            body.has("expires_at") ? body.instant("expires_at") : before.expiresAt(),
            texts(body, "networks", Access.NETWORKS_MAX, () -> before.networks().stream()))
        .toAccess();
  }

  private static Collection<String> texts(
      Fields body, String name, int countMax, Supplier<Stream<?>> before) {
    return body.has(name)
        ? body.texts(name, countMax)
        : before.get().map(Object::toString).toList();
  }

  private static ApiKey.Mode mode(String word) {
    return switch (word) {
      case "live" -> ApiKey.Mode.LIVE;
      case "test" -> ApiKey.Mode.TEST;
      default -> throw new IllegalArgumentException("must be live or test");
    };
  }

  private static Reply.Changed minted(MintedKey minted) {
    KeyInfo key = minted.info();
    return new Reply.Changed(
        201,
        "key:" + key.id(),
        key.organization().value(),
        KeyView.of(key, minted.secret().reveal()));
  }

  private static Reply.Changed changed(int status, KeyInfo key) {
    return new Reply.Changed(
        status, "key:" + key.id(), key.organization().value(), KeyView.of(key));
  }
}
