-- People and programs that run this installation, what they did, and the answers they got.

create table operator_token (
  token_id       text primary key check (token_id ~ '^opt_[0-9a-f]{16}$'),
  token_hash     text not null unique check (token_hash ~ '^[0-9a-f]{64}$'),
  display_prefix text not null check (length(display_prefix) <= 24),
  name           text not null check (length(name) between 1 and 100),
  scopes         text[] not null check (
                   cardinality(scopes) > 0 and scopes <@ array['READ', 'WRITE', 'MONEY']),
  created_at     timestamptz not null,
  created_by     text references operator_token,
  expires_at     timestamptz,
  revoked_at     timestamptz
);

-- Answers to requests with an idempotency key, kept for a while; no secret is in them. The row is
-- written before the effect and completed after it, in one transaction: of two requests with the
-- same key the second waits for the first one's end.
create table admin_answer (
  token_id        text not null references operator_token,
  idempotency_key text not null check (length(idempotency_key) between 1 and 255),
  fingerprint     text not null check (fingerprint ~ '^[0-9a-f]{64}$'),
  status          integer check (status between 200 and 299),
  body            text,
  created_at      timestamptz not null,
  primary key (token_id, idempotency_key)
);
create index admin_answer_oldest on admin_answer (created_at);

-- Written in the transaction of what it tells of.
create table audit_entry (
  entry_id      bigint generated always as identity primary key,
  at            timestamptz not null,
  token_id      text not null references operator_token,
  operator_name text not null,
  action        text not null check (length(action) between 1 and 64),
  target        text not null check (length(target) between 1 and 300),
  -- As text: what is refused to exist any more can still be told of.
  tenant_id     text,
  request_id    text not null,
  address       inet not null,
  details       jsonb not null
);
create index audit_entry_of_tenant on audit_entry (tenant_id, entry_id);

create trigger immutable before update or delete or truncate on audit_entry
  for each statement execute function refuse_change();
