-- One bill for each job, and the postings that move the money. Amounts are micro-credits.

create table job_bill (
  job_id                uuid primary key,
  tenant_id             text not null references tenant,
  key_id                text not null,
  model_id              text not null,
  kind                  text not null,
  lane                  text not null,
  status                text not null,
  cause                 text not null,
  attempt_epoch         integer not null,
  attempt_number        integer not null,
  prompt_tokens         bigint not null check (prompt_tokens >= 0),
  cached_prompt_tokens  bigint not null check (cached_prompt_tokens between 0 and prompt_tokens),
  completion_tokens     bigint not null check (completion_tokens >= 0),
  reasoning_tokens      bigint not null check (reasoning_tokens between 0 and completion_tokens),
  price_version_id      bigint not null references price_version,
  amount                bigint not null check (amount >= 0),
  queued_us             bigint not null,
  first_token_us        bigint not null,
  generation_us         bigint not null,
  submitted_at          timestamptz not null,
  ended_at              timestamptz not null,
  posted_at             timestamptz not null
);
create index job_bill_ended on job_bill (ended_at);

-- The id of a charge is the id of its job; anything else that moves money brings a UUIDv7 of its
-- own. Ids therefore grow with time, and both tables can be partitioned by id without losing the
-- one unique key on which "once" rests.
create table ledger_transaction (
  transaction_id uuid primary key,
  kind           text not null check (kind in ('JOB_CHARGE')),
  job_id         uuid references job_bill,
  posted_at      timestamptz not null,
  -- The database transaction that wrote it: the only one that may add postings to it.
  opened_in      xid8 not null default pg_current_xact_id(),
  check (kind <> 'JOB_CHARGE' or (job_id is not null and transaction_id = job_id))
);

-- A debit is negative, a credit positive.
create table posting (
  transaction_id uuid not null references ledger_transaction,
  line           smallint not null check (line > 0),
  account_id     bigint not null references account,
  amount         bigint not null check (amount <> 0),
  primary key (transaction_id, line)
);

-- Attempts that failed while their job lived on. Never billed; kept to explain a bill.
create table failed_attempt (
  job_id         uuid not null,
  attempt_epoch  integer not null,
  attempt_number integer not null,
  cause          text not null,
  failed_at      timestamptz not null,
  primary key (job_id, attempt_epoch, attempt_number)
);

-- Outcomes that cannot be billed yet: their model has no price here, or their tenant no account.
-- One that turns out never to be billable stays, with the reason.
create table held_outcome (
  job_id         uuid primary key,
  model_id       text not null,
  tenant_id      text not null,
  attempt_epoch  integer not null,
  attempt_number integer not null,
  event          bytea not null,
  held_at        timestamptz not null,
  rejected       text
);
create index held_outcome_waiting on held_outcome (held_at) where rejected is null;
