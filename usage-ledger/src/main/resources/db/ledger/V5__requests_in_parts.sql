-- Requests that were cut into several jobs. Each has one bill, under its own id: when its last part
-- has completed, or when one has ended without.

create table split_request (
  request_id uuid primary key,
  part_count integer not null check (part_count between 2 and 2048),
  opened_at  timestamptz not null,
  -- Whether its outcome is known: billed, held, or never to be billed.
  decided    boolean not null default false
);
create index split_request_open on split_request (opened_at) where not decided;

-- The first outcome of each part. Kept to make the bill, and to explain it.
create table part_outcome (
  request_id     uuid not null references split_request,
  part_index     integer not null check (part_index >= 0),
  job_id         uuid not null,
  event          bytea not null,
  kept_at        timestamptz not null,
  primary key (request_id, part_index)
);
create index part_outcome_job on part_outcome (job_id);

create trigger immutable before update or delete or truncate on part_outcome
  for each statement execute function refuse_change();
