package online.speka.edge.resumption;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SetArgs;
import java.time.Duration;
import online.speka.contract.job.JobId;
import online.speka.contract.principal.TenantId;
import online.speka.contract.wire.RedisNames;
import online.speka.contract.wire.RedisScripts;
import reactor.core.publisher.Mono;

/// One string a key, that expires. Claimed in one step; changed only by those who know its job.
final class RedisIdempotencyKeys implements IdempotencyKeys {
  private static final byte[] CHANGE =
      RedisScripts.load(RedisIdempotencyKeys.class, "change.lua").getBytes(US_ASCII);

  private final RedisQuestions redis;
  private final Duration keptFor;

  /// @param keptFor how long a key stands for what it was claimed for
  RedisIdempotencyKeys(RedisQuestions redis, Duration keptFor) {
    this.redis = redis;
    this.keptFor = keptFor;
  }

  @Override
  public Mono<Claim> claim(TenantId tenant, IdempotencyKey key, Entry entry) {
    byte[] name = name(tenant, key);
    SetArgs unlessThere = SetArgs.Builder.nx().px(keptFor);
    return redis
        .ask(commands -> commands.setGet(name, ascii(entry.text()), unlessThere))
        .<Claim>map(before -> new Claim.Theirs(entry(before)))
        .defaultIfEmpty(new Claim.Ours());
  }

  @Override
  public Mono<Entry> find(TenantId tenant, IdempotencyKey key) {
    byte[] name = name(tenant, key);
    return redis.ask(commands -> commands.get(name)).map(RedisIdempotencyKeys::entry);
  }

  @Override
  public Mono<Boolean> change(TenantId tenant, IdempotencyKey key, Entry entry) {
    return change(tenant, key, ascii(entry.job().toString()), ascii(entry.text()));
  }

  @Override
  public void note(TenantId tenant, IdempotencyKey key, Entry entry) {
    byte[][] keys = {name(tenant, key)};
    redis
        .link()
        .commands()
        .ifPresent(
            commands -> {
              var _ =
                  commands.<Long>eval(
                      CHANGE,
                      ScriptOutputType.INTEGER,
                      keys,
                      ascii(entry.job().toString()),
                      ascii(entry.text()));
            });
  }

  @Override
  public Mono<Boolean> release(TenantId tenant, IdempotencyKey key, JobId job) {
    return change(tenant, key, ascii(job.toString()));
  }

  private Mono<Boolean> change(TenantId tenant, IdempotencyKey key, byte[]... arguments) {
    byte[][] keys = {name(tenant, key)};
    return redis
        .ask(commands -> commands.<Long>eval(CHANGE, ScriptOutputType.INTEGER, keys, arguments))
        .map(changed -> changed == 1);
  }

  private static byte[] name(TenantId tenant, IdempotencyKey key) {
    return RedisNames.idempotencyKey(tenant, key.digest())
        .getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }

  private static Entry entry(byte[] text) {
    return Entry.parse(new String(text, US_ASCII));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }
}
