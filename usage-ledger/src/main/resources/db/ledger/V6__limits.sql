-- What a tenant, or one key of it, may use. All limits of a tenant hold for each of its keys.

create table usage_limit (
  limit_id   bigint generated always as identity primary key,
  tenant_id  text not null references tenant,
  -- Null: shared by all keys of the tenant.
  key_id     text references api_key,
  unit       text not null check (unit in ('REQUESTS', 'TOKENS', 'PARALLEL_REQUESTS')),
  amount     bigint not null check (amount between 1 and 1000000000000),
  per_ms     bigint not null check (per_ms between 0 and 2678400000),
  created_at timestamptz not null,
  check ((unit = 'PARALLEL_REQUESTS') = (per_ms = 0)),
  unique nulls not distinct (tenant_id, key_id, unit, per_ms)
);

-- A limit that changes is a change of every key that it holds for.
create function announce_limit() returns trigger language plpgsql as $$
begin
  update api_key set changed_at = now()
   where tenant_id = coalesce(new.tenant_id, old.tenant_id)
     and key_id = coalesce(new.key_id, old.key_id, key_id);
  return null;
end $$;
create trigger usage_limit_announced after insert or update or delete on usage_limit
  for each row execute function announce_limit();
