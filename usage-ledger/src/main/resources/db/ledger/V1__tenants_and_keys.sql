-- Who pays, and the keys that speak for them.

create table tenant (
  tenant_id  text primary key check (length(tenant_id) between 1 and 64),
  name       text not null,
  created_at timestamptz not null
);

-- One account for each tenant, and one for what the platform earns.
create table account (
  account_id bigint generated always as identity primary key,
  kind       text not null check (kind in ('TENANT', 'REVENUE')),
  tenant_id  text unique references tenant,
  check ((kind = 'TENANT') = (tenant_id is not null))
);
create unique index account_one_revenue on account (kind) where kind = 'REVENUE';
insert into account (kind) values ('REVENUE');

-- Only the hash of a key is kept, and as much of its beginning as people need to recognise it.
create table api_key (
  key_id         text primary key check (length(key_id) between 1 and 64),
  key_hash       text not null unique check (key_hash ~ '^[0-9a-f]{64}$'),
  display_prefix text not null check (length(display_prefix) <= 24),
  tenant_id      text not null references tenant,
  models         text[] not null default '{}',
  state          text not null check (state in ('ACTIVE', 'REVOKED')),
  version        bigint not null default 1 check (version > 0),
  created_at     timestamptz not null,
  changed_at     timestamptz not null
);

-- What must still be told to the principals topic: the key as it is when it is told.
create table principal_outbox (
  sequence bigint generated always as identity primary key,
  key_id   text not null references api_key
);

-- Every change of a key, whoever makes it, gets a higher version and reaches the outbox in the same
-- transaction: a revocation typed into psql is a revocation.
create function raise_key_version() returns trigger language plpgsql as $$
begin
  new.version := greatest(new.version, old.version + 1);
  return new;
end $$;
create trigger api_key_version before update on api_key
  for each row execute function raise_key_version();

create function announce_key() returns trigger language plpgsql as $$
begin
  insert into principal_outbox (key_id) values (new.key_id);
  return null;
end $$;
create trigger api_key_announced after insert or update on api_key
  for each row execute function announce_key();
