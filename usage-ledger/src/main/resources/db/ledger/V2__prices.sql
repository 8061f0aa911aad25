-- Every price that ever held. A bill names the row it was made with, so a model that has left the
-- catalog still has a price, and an old bill can still be explained.

create table price_version (
  price_version_id bigint generated always as identity primary key,
  model_id         text not null,
  prompt           bigint not null check (prompt >= 0),
  cached_prompt    bigint not null check (cached_prompt >= 0),
  completion       bigint not null check (completion >= 0),
  -- The first price of a model also holds before this: jobs may be older than the ledger's first
  -- start.
  valid_from       timestamptz not null,
  unique (model_id, valid_from)
);
comment on table price_version is 'micro-credits per million tokens';
